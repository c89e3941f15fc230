"""Inside `.venv`: runs the command that `./portal` was asked for."""

import sys

from config.embedded import commands, translations
from config.embedded.report import Stop, complain


def main(arguments: list[str]) -> int:
    """The exit code of the command."""
    try:
        command, options = commands.parse(arguments)
    except commands.Refused as refusal:
        complain(str(refusal))
        return 2
    try:
        translations.compile_outdated()
        # Each is imported when it is asked for: `check` needs no database driver.
        match command:
            case "up":
                from config.embedded import up

                return up.run(options)
            case "test":
                from config.embedded import testrun

                return testrun.run_tests(options.rest)
            case "bench":
                from config.embedded import testrun

                return testrun.run_bench(options.rest)
            case "check":
                from config.embedded import checks

                return checks.run()
            case "manage":
                from config.embedded import managerun

                return managerun.run(options)
        complain(commands.HELP)
        return 2
    except Stop as stop:
        complain(f"portal: {stop}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
