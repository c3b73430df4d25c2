import Catalog
import Foundation

/// A CronJob for each job and zone.
struct KubernetesJobs {
  let schedule: Schedule
  /// The container's image.
  let image: String

  /// The manifests, one document after the other.
  var text: String {
    schedule.entries.flatMap { entry in
      let zones = entry.zones ?? []
      return zones.map { manifest(entry.job, $0, alone: zones.count == 1) }
    }
    .joined(separator: "---\n")
  }

  private func manifest(_ job: Job, _ zone: TimeZone, alone: Bool) -> String {
    // Etc/GMT+5 is not Etc/GMT-5.
    let place = zone.identifier.lowercased().replacing("+", with: "-plus-")
      .map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let name = "followup-\(job.name.replacing("_", with: "-"))" + (alone ? "" : "-\(String(place))")
    let words = schedule.command(job).dropFirst().map(quoted).joined(separator: ", ")
    // The job's own limit holds for each of several agencies.
    let limit = schedule.isForAll ? "" : "activeDeadlineSeconds: \((job.timeLimitMinutes + 5) * 60)\n      "
    return """
      # \(job.summary)
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: \(name)
      spec:
        schedule: "\(times(job, zone))"
        timeZone: \(zone.identifier)
        concurrencyPolicy: Forbid
        startingDeadlineSeconds: 3600
        successfulJobsHistoryLimit: 3
        failedJobsHistoryLimit: 3
        jobTemplate:
          spec:
            backoffLimit: 2
            \(limit)template:
              spec:
                restartPolicy: Never
                automountServiceAccountToken: false
                securityContext:
                  runAsNonRoot: true
                  runAsUser: 10001
                  runAsGroup: 10001
                  fsGroup: 10001
                  seccompProfile: {type: RuntimeDefault}
                containers:
                  - name: followup
                    image: \(image)
                    args: [\(words)]
                    envFrom:
                      - configMapRef: {name: followup}
                      - secretRef: {name: followup}
                    resources:
                      requests: {cpu: 100m, memory: 128Mi}
                      limits: {memory: 512Mi}
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities: {drop: [ALL]}
                    volumeMounts:
                      - {name: output, mountPath: /output}
                      - {name: tmp, mountPath: /tmp}
                      - {name: files, mountPath: /etc/followup/files, readOnly: true}
                volumes:
                  - name: output
                    persistentVolumeClaim: {claimName: followup-output}
                  - name: tmp
                    emptyDir: {}
                  - name: files
                    secret: {secretName: followup-files, optional: true}

      """
  }

  /// A text of YAML between quotation marks.
  private func quoted(_ word: String) -> String {
    "\"\(word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  /// The five fields, with the hours and minutes after a gap of the clocks beside the others: those too many do nothing.
  private func times(_ job: Job, _ zone: TimeZone) -> String {
    let gaps = job.cron.timesAfterGaps(in: zone, from: schedule.moment)
    guard !gaps.isEmpty else { return job.schedule }
    var fields = job.schedule.split(separator: " ").map(String.init)
    let (minutes, hours, _, _, _) = job.cron.fields
    fields[0] = Set(minutes + gaps.map(\.minute)).sorted().map(String.init).joined(separator: ",")
    fields[1] = Set(hours + gaps.map(\.hour)).sorted().map(String.init).joined(separator: ",")
    return fields.joined(separator: " ")
  }
}
