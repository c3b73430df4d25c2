import Catalog
import Foundation

/// When which job is to start, for whoever starts them: one command for each job, at the times of each of the agencies' zones.
///
/// Each start is `followup run JOB --when-due`, which does nothing before the job's time in the agency's zone and where the run is done. So a
/// start too many does no harm, and there is one for every time at which the job may be due, on the days too on which clocks change.
struct Schedule {
  /// A job with what is started for it.
  struct Entry {
    let job: Job
    /// The zones of the agencies, each once; nil: they are not known.
    let zones: [TimeZone]?
  }

  let entries: [Entry]
  /// The program with its absolute path.
  let program: String
  /// The configuration file with its absolute path; nil: there is none.
  let config: String?
  /// Which agencies a start is for, as options of `run`; empty: the only one, or that of the configuration.
  let agencies: [String]
  /// From when on clocks are looked at.
  let moment: Date

  /// Whether a start is for all agencies.
  var isForAll: Bool { agencies.contains("--all-agencies") }

  /// The words that start a job.
  func command(_ job: Job) -> [String] {
    [program, "run", job.name, "--when-due"] + agencies
  }

  /// `followup run nightly --when-due`, as a shell reads it.
  func shellCommand(_ job: Job) -> String {
    command(job).map { word in
      word.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
        ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
