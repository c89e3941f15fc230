"""What `./portal` runs: the environment, and the services of `up`, `test` and `bench`.

`bootstrap`, `commands`, `environment` and `report` use the standard library only, because they
work before anything is installed. Everything else runs inside `.venv`.
"""
