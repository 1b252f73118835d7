import type { DiagnosisRule } from '../rule.ts'

export const scriptRules: readonly DiagnosisRule[] = [
  {
    id: 'script.green-but-error',
    title: 'Finished, but stderr looks like an error',
    of: ['ShellCommandActivity'],
    rank: 97,
    confidence: 'medium',
    texts: [{ in: ['stderr'], like: /(^|\n).{0,80}(\berror\b|fatal|failed|exception|timed out|denied)/i }],
    state: { statuses: ['FINISHED'] },
    cause:
      'The command went on after a failed part, so its exit code was 0. The run is green but its output may be incomplete.',
    remedies: ['Start scripts with set -euo pipefail.', 'Check the result, for example with a row count.'],
  },
  {
    id: 'script.crlf',
    title: 'Script has Windows line ends',
    of: ['ShellCommandActivity'],
    rank: 94,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /\^M.{0,10}bad interpreter|bad interpreter.*\^M|\$'\\r': command not found|\\r: command not found|syntax error near unexpected token .*\\r|No such file or directory.*\r/i,
      },
    ],
    cause: 'The script was saved with Windows line ends; the shell sees an extra character.',
    remedies: ['Save with Unix line ends, or run dos2unix on it.'],
  },
  {
    id: 'script.missing-region',
    title: 'Script does not know its region',
    of: ['ShellCommandActivity', 'EmrActivity'],
    rank: 91,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /You must specify a region|NoRegionError|Unable to find a region|Could not connect to the endpoint URL: "https:\/\/\w+\.None/i,
      },
    ],
    cause: 'The machine has no default region set.',
    remedies: ['Set AWS_DEFAULT_REGION in the command, or pass --region.'],
  },
  {
    id: 'script.python-module',
    title: 'Python module missing',
    of: ['ShellCommandActivity', 'EmrActivity'],
    rank: 90,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep'],
        like: /ModuleNotFoundError: No module named '?(?<module>[\w.]+)|ImportError: No module named (?<module2>[\w.]+)/i,
      },
    ],
    cause: 'The package is not installed for the Python that runs.',
    remedies: [
      'Install it at the start of the command or in a bootstrap action.',
      'Check that pip belongs to the same Python.',
    ],
  },
  {
    id: 'script.aws-cli-missing',
    title: 'AWS command line tool missing or old',
    of: ['ShellCommandActivity'],
    rank: 79,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /aws: (command )?not found|invalid choice\b|Unknown options: /i,
      },
    ],
    cause: 'The image has no or an old command line tool.',
    remedies: ['Install the current tool in the command.'],
  },
  {
    id: 'script.exit-143',
    title: 'Stopped from outside (exit 143 or 130)',
    of: ['*'],
    rank: 78,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /exit(ed)?( with)?( code| status| value)?:? (143|130)\b|^Terminated$|signal 15\b|SIGTERM/im,
      },
    ],
    cause: 'The process got a stop signal: the machine was shut down, the run cancelled, or a timeout hit.',
    remedies: ['Look at the timeline for terminateAfter, a cancel or a spot loss at the same second.'],
  },
  {
    id: 'script.exit-139',
    title: 'Program crashed (exit 139)',
    of: ['*'],
    rank: 78,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /exit(ed)?( with)?( code| status| value)?:? 139\b|Segmentation fault/im,
      },
    ],
    cause: 'A native program crashed, often because a binary was built for another system.',
    remedies: ['Rebuild on the same image, or check x86 and Arm.'],
  },
  {
    id: 'script.syntax',
    title: 'Shell syntax or test error',
    of: ['ShellCommandActivity', 'ShellCommandPrecondition'],
    rank: 76,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /syntax error near unexpected token|unexpected end of file|\[: (too many arguments|missing `?\]|=: unary operator expected)|unary operator expected|unbound variable|bad substitution/i,
      },
    ],
    cause: 'The command is not valid shell, often because a parameter with spaces was inserted without quotes.',
    remedies: ['Quote variables and parameters.', 'Look at the command after expression evaluation.'],
  },
  {
    id: 'script.exit-127',
    title: 'Command not found (exit 127)',
    of: ['ShellCommandActivity', 'ShellCommandPrecondition'],
    rank: 72,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /command not found|: not found$|exit(ed)?( with)?( code| status)?:? 127\b/im,
      },
    ],
    cause: 'The program is not installed on the image or not on the path.',
    remedies: ['Install it at the start of the command.', 'Use an image that has it.'],
  },
  {
    id: 'script.exit-126',
    title: 'Command is not executable (exit 126)',
    of: ['ShellCommandActivity', 'ShellCommandPrecondition', 'EmrActivity'],
    rank: 62,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /exit(ed)?( with)?( code| status)?:? 126\b|Permission denied$|: Permission denied/im,
      },
    ],
    cause: 'The file has no execute bit, or its interpreter line is not usable.',
    remedies: ['Call it through its interpreter, for example bash script.sh.', 'Add chmod +x before the call.'],
  },
  {
    id: 'script.file-missing',
    title: 'Local file is missing',
    of: ['*'],
    rank: 55,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /No such file or directory|FileNotFoundError|FileNotFoundException/i,
      },
    ],
    cause: 'The command expects a local file that was not staged, or uses a wrong path.',
    remedies: [
      'Look in the store whether the input folder holds the file: an empty one stages nothing.',
      'Check the staging variables and that stage is true.',
      'List the directory at the start of the command.',
    ],
  },
  {
    id: 'script.python-traceback',
    title: 'Python raised an exception',
    of: ['ShellCommandActivity', 'EmrActivity'],
    rank: 45,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep'],
        // Of several, each raised while the one before was handled, the last is what ended the script.
        like: /(?:Traceback \(most recent call last\):[\s\S]*)?Traceback \(most recent call last\)(?::(?:\r?\n[ \t].*)+\r?\n(?<said>\S.*))?/i,
      },
    ],
    cause: 'The script failed. The last line of the traceback says what happened.',
    remedies: ['Look in the log at the line of the script that the traceback names last.'],
  },
  {
    id: 'script.generic-exit',
    title: 'Command ended with an error code',
    of: ['*'],
    rank: 10,
    confidence: 'low',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'errorStackTrace', 'activityLog'],
        like: /(exit(ed)?( with)?( code| status| value)?|exitCode|return(ed)? (code|value)):?\s*(?<code>[1-9]\d*)|non-?zero (exit|return)/i,
      },
    ],
    cause: 'The command ended with a code other than 0.',
    remedies: ['Read the last lines of StdError and StdOutput.'],
  },
]
