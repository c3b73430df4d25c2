"""Writes the manual pages of the program into a folder: followup.1, and one for each command with those below it.

    followup --experimental-dump-help | python3 manual.py FOLDER VERSION DATE README

What they say comes from the help of the commands. The exit codes come from the table in the README, DATE (2026-11-20) from
the caller, so that the same program always gives the same pages.
"""
import json
import pathlib
import re
import sys


def words(text):
    """A text as roff shows it: hyphens that can be copied, and nothing that is read as a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fP", text)
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def macro(name, text):
    """A request with one argument."""
    return f".{name} \"{words(text).replace(chr(34), chr(92) + '(dq')}\""


def paragraphs(text):
    """Paragraphs are filled; lines that are indented or begin with the program's name are commands, shown as they are."""
    lines = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        inside = False
        lines.append(".PP")
        for line in block.split("\n"):
            is_command = line.startswith(("  ", "followup "))
            if is_command != inside:
                lines += [".RS 4", ".EX"] if is_command else [".EE", ".RE"]
                inside = is_command
            lines.append(words(line.strip()))
        if inside:
            lines += [".EE", ".RE"]
    return lines


def option_name(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def usage(path, command):
    """The words of a call: options first, then what has to be given."""
    parts = ["\\fB" + words(path) + "\\fP"]
    shown = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    if any(argument["kind"] != "positional" for argument in shown):
        parts.append("[\\fIoptions\\fP]")
    for argument in shown:
        if argument["kind"] == "positional":
            name = "\\fI" + words(argument["valueName"]) + "\\fP" + (" ..." if argument["isRepeating"] else "")
            parts.append(f"[{name}]" if argument["isOptional"] else name)
        elif not argument["isOptional"] and argument["kind"] == "option":
            parts.append(f"\\fB{words(option_name(argument['preferredName']))}\\fP \\fI{words(argument['valueName'])}\\fP")
    return " ".join(parts)


def arguments(command):
    lines = []
    for argument in command.get("arguments", []):
        if not argument["shouldDisplay"]:
            continue
        value = "\\fI" + words(argument["valueName"]) + "\\fP"
        if argument["kind"] == "positional":
            head = value
        else:
            head = ", ".join(f"\\fB{words(option_name(name))}\\fP" for name in argument["names"])
            if argument["kind"] == "option":
                head += " " + value
        lines += [".TP", head]
        text = argument.get("abstract", "").replace("\n", " ")
        values = [value for value in argument.get("allValues", []) if value not in text]
        if values:
            text += " One of: " + ", ".join(values) + "."
        if argument.get("defaultValue") and "default" not in text:
            text += f" Default: {argument['defaultValue']}."
        lines.append(words(text.strip()) or "\\&")
    return lines


def subcommands(command):
    return [inner for inner in command.get("subcommands", []) if inner["shouldDisplay"] and inner["commandName"] != "help"]


def page(title, path, command, about, more):
    """One page: the command, and below it those that belong to it."""
    # Names of commands and files are not broken; .TH keeps what is set before it.
    head = f".TH {words(title).upper()} 1 \"{about['date']}\" \"followup {about['version']}\" \"User commands\""
    lines = [".nr HY 0", head, ".ad l"]
    lines += [".SH NAME", f"{words(title)} \\- {words(command['abstract'].rstrip('.'))}", ".SH SYNOPSIS"]
    below = subcommands(command)
    calls = [(f"{path} {inner['commandName']}", inner) for inner in below] if path != "followup" else []
    if path == "followup":
        lines.append("\\fBfollowup\\fP \\fIcommand\\fP [\\fIoptions\\fP] [\\fIarguments\\fP]")
    for number, (name, inner) in enumerate(calls or ([(path, command)] if path != "followup" else [])):
        lines += ([".br"] if number else []) + [usage(name, inner)]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION"] + paragraphs(command["discussion"])
    # Of a command that stands for several, only --help is its own.
    own = arguments(command) if path == "followup" or not below else []
    if own:
        lines += [".SH OPTIONS"] + own
    for name, inner in calls:
        lines += [macro("SH", name), words(inner["abstract"])]
        if inner.get("discussion"):
            lines += paragraphs(inner["discussion"])
        lines += arguments(inner)
    return "\n".join(lines + more) + "\n"


def exit_codes(readme):
    """The table below the heading `Exit codes`."""
    part = readme.split("\n## Exit codes\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (\d+) \| (.*?) \|$", part, flags=re.M)
    if not rows:
        sys.exit("the README has no table of exit codes")
    lines = [".SH EXIT STATUS"]
    for code, meaning in rows:
        lines += [".TP", f"\\fB{code}\\fP", words(meaning)]
    return lines


def told(*rows):
    """Names that are explained, as roff shows them."""
    return [line for name, text in rows for line in (".TP", name, words(text))]


def main():
    folder, readme = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[4]).read_text()
    about = {"version": sys.argv[2], "date": sys.argv[3]}
    tree = json.load(sys.stdin)["command"]
    commands = subcommands(tree)
    more = [".SH COMMANDS"]
    for command in commands:
        see = f"See \\fBfollowup\\-{words(command['commandName'])}\\fP(1)."
        more += [".TP", f"\\fB{words(command['commandName'])}\\fP", f"{words(command['abstract'])} {see}"]
    more += exit_codes(readme)
    more += [".SH FILES"] + told(
        ("\\fI/etc/followup/followup.yaml\\fP", "The configuration of a program that was installed from a package."),
        ("\\fI/etc/followup/environment\\fP", "Secrets for the services of systemd, one NAME=VALUE a line."),
        ("\\fI/usr/share/followup\\fP", "sql/ and jobs/, as the package has them; catalog.folders names your own."),
        ("\\fI/usr/share/doc/followup/deploy/OPERATIONS.md\\fP", "How to operate it."),
    )
    more += [".SH ENVIRONMENT"] + told(
        ("\\fBFOLLOWUP_CONFIG\\fP", "The configuration file."),
        ("\\fBFOLLOWUP_HOME\\fP", "The folder of sql/ and jobs/, where they do not lie beside the program."),
        ("\\fBFOLLOWUP_\\fP\\fIKEY\\fP", "Any key of the configuration: FOLLOWUP_MAIL_URL is mail.url."),
    )
    (folder / "followup.1").write_text(page("followup", "followup", tree, about, more))
    see = [".SH SEE ALSO", "\\fBfollowup\\fP(1), which lists the exit codes"]
    for command in commands:
        title = "followup-" + command["commandName"]
        (folder / f"{title}.1").write_text(page(title, f"followup {command['commandName']}", command, about, see))


main()
