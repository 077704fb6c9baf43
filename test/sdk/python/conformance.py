"""conformance.py URL DEFINITIONS [extended]: the official Python SDK against the server at URL."""

import logging
import sys

from conductor.client.automator.task_handler import TaskHandler

import flows
import operations
import service
from suite import Suite


def main():
    logging.disable(logging.CRITICAL)
    suite = Suite(sys.argv[1], extended=sys.argv[3:] == ["extended"])
    suite.register_all(sys.argv[2])
    # Workers run in processes of their own, as the SDK has it.
    with TaskHandler(configuration=suite.configuration, scan_for_annotated_workers=True) as handler:
        handler.start_processes()
        flows.run(suite)
        operations.run(suite)
        service.run(suite)
    sys.exit(0 if suite.failures == 0 else 1)


if __name__ == "__main__":
    main()
