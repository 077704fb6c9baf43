"""The clients, the definitions, and one line of output for each scenario: `ok NAME` or `not ok NAME: why`."""

import json
import os
import time
import traceback

from conductor.client.configuration.configuration import Configuration
from conductor.client.http.api.event_resource_api import EventResourceApi
from conductor.client.http.api.task_resource_api import TaskResourceApi
from conductor.client.http.api.workflow_bulk_resource_api import WorkflowBulkResourceApi
from conductor.client.http.api.workflow_resource_api import WorkflowResourceApi
from conductor.client.http.api_client import ApiClient
from conductor.client.http.models import TaskResult, TaskDef, WorkflowDef
from conductor.client.http.models.start_workflow_request import StartWorkflowRequest
from conductor.client.http.rest import ApiException
from conductor.client.orkes_clients import OrkesClients

PATIENCE = float(os.environ.get("PATIENCE_MS", "20000")) / 1000
TERMINAL = {"COMPLETED", "FAILED", "TIMED_OUT", "TERMINATED"}


class Suite:
    def __init__(self, url, extended):
        self.configuration = Configuration(server_api_url=url + "/api")
        clients = OrkesClients(self.configuration)
        self.url = url
        # Whether the server has what Orkes added to the API, idempotency keys among it.
        self.extended = extended
        self.workflows = clients.get_workflow_client()
        self.tasks = clients.get_task_client()
        self.metadata = clients.get_metadata_client()
        self.scheduler = clients.get_scheduler_client()
        self.executor = clients.get_workflow_executor()
        self.api = ApiClient(self.configuration)
        self.events = EventResourceApi(self.api)
        self.bulk = WorkflowBulkResourceApi(self.api)
        self.raw_tasks = TaskResourceApi(self.api)
        self.raw_workflows = WorkflowResourceApi(self.api)
        self.only = os.environ.get("ONLY")
        self.failures = 0

    def register_all(self, file):
        with open(file, encoding="utf-8") as text:
            definitions = json.load(text)
        for one in definitions["tasks"]:
            one["ownerEmail"] = "sdk@example.org"
            self.metadata.register_task_def(self.api.deserialize_class(one, TaskDef))
        for one in definitions["workflows"]:
            one.update(ownerEmail="sdk@example.org", version=1, schemaVersion=2)
            one.setdefault("timeoutSeconds", 0)
            self.metadata.update_workflow_def(self.api.deserialize_class(one, WorkflowDef))

    def scenario(self, name, body):
        if self.only and self.only not in name:
            return
        try:
            body()
            print("ok " + name, flush=True)
        except Exception as problem:  # whatever it was, the next scenario gets its turn
            self.failures += 1
            place = traceback.extract_tb(problem.__traceback__)
            line = next((frame for frame in reversed(place) if frame.filename.startswith(os.path.dirname(__file__)) and not frame.filename.endswith("suite.py")), place[-1])
            text = f"{type(problem).__name__} {problem}".replace("\n", " ")
            print(f"not ok {name}: {text} ({os.path.basename(line.filename)}:{line.lineno})", flush=True)

    def skip(self, name, why):
        print(f"skip {name}: {why}", flush=True)

    def start(self, name, data=None, **more):
        return self.workflows.start_workflow(StartWorkflowRequest(name=name, version=1, input=data or {}, **more))

    def get(self, workflow_id):
        return self.workflows.get_workflow(workflow_id, include_tasks=True)

    def ended(self, workflow_id, status):
        workflow = until(f"{workflow_id} ends", lambda: self.get(workflow_id), lambda found: found.status in TERMINAL)
        equal(status, workflow.status, "status of " + workflow.workflow_name)
        return workflow

    def task(self, workflow_id, reference, status):
        """The newest record of the reference, once it has the status."""

        def look():
            return newest(self.get(workflow_id), reference)

        return until(f"{reference} is {status}", look, lambda task: task is not None and task.status == status)

    def poll(self, task_type, worker="w"):
        """A task, or None: the SDK gives an empty one when there is none."""
        task = self.tasks.poll_task(task_type, worker)
        return task if task and task.task_id else None

    def finish(self, task, status, output=None):
        result = TaskResult(task_id=task.task_id, workflow_instance_id=task.workflow_instance_id, status=status, output_data=output or {})
        if status == "FAILED":
            result.reason_for_incompletion = "it was to fail"
        self.tasks.update_task(result)


def newest(workflow, reference):
    found = [task for task in workflow.tasks or [] if task.reference_task_name == reference]
    return found[-1] if found else None


def until(what, look, good):
    limit = time.monotonic() + PATIENCE
    while True:
        found = look()
        if good(found):
            return found
        if time.monotonic() > limit:
            raise AssertionError("never: " + what)
        time.sleep(0.025)


def refused(status, body):
    try:
        body()
    except ApiException as problem:
        equal(status, problem.status, f"status of «{problem.body}»")
        return json.loads(problem.body)
    raise AssertionError(f"not refused with {status}")


def equal(expected, found, what):
    if expected != found:
        raise AssertionError(f"{what}: expected {expected!r}, found {found!r}")


def truth(holds, what):
    if not holds:
        raise AssertionError(what)
