"""Definitions, queues, events, schedules, synchronous calls, and how mistakes are answered."""

import time
import uuid

from conductor.client.http.models import EventHandler, SaveScheduleRequest, TaskDef, TaskResult, WorkflowDef, WorkflowTask
from conductor.client.http.models.action import Action
from conductor.client.http.models.correlation_ids_search_request import CorrelationIdsSearchRequest
from conductor.client.http.models.start_workflow import StartWorkflow
from conductor.client.http.models.start_workflow_request import IdempotencyStrategy, StartWorkflowRequest
from conductor.client.http.models.workflow_state_update import WorkflowStateUpdate
from conductor.client.http.models.workflow_test_request import WorkflowTestRequest
from conductor.client.orkes.models.metadata_tag import MetadataTag

from suite import equal, newest, refused, truth, until


def request(name, data=None, **more):
    return StartWorkflowRequest(name=name, version=1, input=data or {}, **more)


def run(suite):
    workflows, tasks, metadata = suite.workflows, suite.tasks, suite.metadata

    def definitions():
        name = f"conf_{uuid.uuid4()}"
        task = WorkflowTask(name="conf_manual", task_reference_name="only", type="SIMPLE")
        definition = WorkflowDef(name=name, version=1, owner_email="sdk@example.org", timeout_seconds=0, schema_version=2, tasks=[task])
        metadata.register_workflow_def(definition, overwrite=False)
        problem = refused(409, lambda: metadata.register_workflow_def(definition, overwrite=False))
        equal(f"Workflow with {name}.1 already exists!", problem["message"], "message")
        definition.version = 2
        definition.description = "the second"
        metadata.update_workflow_def(definition)
        equal("the second", metadata.get_workflow_def(name).description, "newest")
        equal(1, metadata.get_workflow_def(name, 1).version, "version")
        equal(2, len([one for one in metadata.get_all_workflow_defs() if one.name == name]), "listed")
        for version in (1, 2):
            metadata.unregister_workflow_def(name, version)
        refused(404, lambda: metadata.get_workflow_def(name, 1))
        task_def = TaskDef(name=name, owner_email="sdk@example.org", timeout_seconds=0, response_timeout_seconds=10)
        metadata.register_task_def(task_def)
        task_def.description = "changed"
        metadata.update_task_def(task_def)
        equal("changed", metadata.get_task_def(name).description, "description")
        metadata.unregister_task_def(name)
        refused(404, lambda: metadata.get_task_def(name))

    def mistakes():
        problem = refused(400, lambda: metadata.register_workflow_def(WorkflowDef(name="", version=1, timeout_seconds=0, schema_version=2, tasks=[])))
        equal("Validation failed, check below errors for detail.", problem["message"], "message")
        truth("registerWorkflowDef.arg0.name" in {one["path"] for one in problem["validationErrors"]}, f"paths of {problem}")
        problem = refused(404, lambda: suite.start("conf_nowhere"))
        equal("No such workflow defined. name=conf_nowhere, version=1", problem["message"], "message")
        none = str(uuid.uuid4())
        equal(f"No such workflow found by id: {none}", refused(404, lambda: suite.get(none))["message"], "message")
        refused(404, lambda: tasks.get_task(none))
        truth(not suite.poll("conf_nobody_has_this"), "nothing to poll")
        equal([], tasks.batch_poll_tasks("conf_nobody_has_this", "w", 5, 100), "nothing to poll")

    def queues():
        low = suite.start("conf_ranked", priority=1)
        high = suite.start("conf_ranked", priority=90)
        for one in (low, high):
            suite.task(one, "ranked", "SCHEDULED")
        truth(tasks.get_queue_size_for_task("conf_ranked") >= 2, "queue size")
        polled = until("a task", lambda: suite.poll("conf_ranked", "ranker"), bool)
        equal(high, polled.workflow_instance_id, "the higher priority comes first")
        tasks.add_task_log(polled.task_id, "seen")
        until("the log", lambda: tasks.get_task_logs(polled.task_id), lambda logs: bool(logs) and "seen" in logs[0].log)
        truth(any(data.worker_id == "ranker" for data in tasks.get_task_poll_data("conf_ranked")), "poll data")
        suite.bulk.terminate([low, high], reason="done")
        suite.finish(polled, "COMPLETED")
        equal("CANCELED", tasks.get_task(polled.task_id).status, "a late result changes nothing")

    def domains():
        one = suite.start("conf_domain", task_to_domain={"conf_domain": "north"})
        suite.task(one, "there", "SCHEDULED")
        truth(not suite.poll("conf_domain"), "not outside of the domain")
        polled = until("in the domain", lambda: tasks.batch_poll_tasks("conf_domain", "w", 5, 500, domain="north"), bool)
        equal("north", polled[0].domain, "domain")
        suite.finish(polled[0], "COMPLETED")
        suite.ended(one, "COMPLETED")

    def events():
        name = f"conf_python_{uuid.uuid4()}"
        start = StartWorkflow(name="conf_listener", correlation_id=name, input={"n": "${n}"})
        event = "conductor:conf_publisher:publish"
        handler = EventHandler(name=name, event=event, active=True, actions=[Action(action="start_workflow", start_workflow=start)])
        suite.events.add_event_handler(handler)
        truth(name in {one.name for one in suite.events.get_event_handlers_for_event(event, active_only=True)}, "listed")
        suite.ended(suite.start("conf_publisher", {"n": 8}), "COMPLETED")
        found = until("started", lambda: suite.raw_workflows.get_workflows2("conf_listener", name, include_closed=True), bool)
        equal(8, suite.ended(found[0].workflow_id, "COMPLETED").output["n"], "output")
        handler.active = False
        suite.events.update_event_handler(handler)
        truth(name not in {one.name for one in suite.events.get_event_handlers_for_event(event, active_only=True)}, "not active")
        suite.events.remove_event_handler_status(name)
        truth(name not in {one.name for one in suite.events.get_event_handlers()}, "gone")

    def execute():
        done = workflows.execute_workflow(request("conf_math", {"n": 2}), wait_for_seconds=10)
        equal(("COMPLETED", 5), (done.status, done.output["n"]), "status and output")
        blocked = workflows.execute_workflow_with_return_strategy(request("conf_open"), return_strategy="BLOCKING_TASK")
        truth(blocked.is_blocking_task(), f"type {blocked.response_type}")
        equal("open", blocked.reference_task_name, "blocking task")
        one = blocked.target_workflow_id
        answered = suite.raw_tasks.signal_workflow_task_sync(one, "COMPLETED", {"answer": "yes"}, return_strategy="TARGET_WORKFLOW")
        equal(("COMPLETED", "yes"), (answered.target_workflow_status, answered.output["answer"]), "status and output")
        refused(404, lambda: suite.raw_tasks.signal_workflow_task_sync(one, "COMPLETED", {}))
        manual = suite.start("conf_manual")
        suite.task(manual, "first", "SCHEDULED")
        after = tasks.update_task_sync(manual, "first", "COMPLETED", {"by": "sync"})
        equal("COMPLETED", newest(after, "first").status, "answered after the update")
        workflows.terminate_workflow(manual, "seen")
        before = time.monotonic()
        late = workflows.execute_workflow(request("conf_manual"), wait_until_task_ref="second", wait_for_seconds=2)
        truth(time.monotonic() - before >= 1.9, "waited for its seconds")
        equal("RUNNING", late.status, "status")
        workflows.terminate_workflow(late.workflow_id, "seen")

    def mocks():
        mock = WorkflowTestRequest(name="conf_manual", version=1, task_ref_to_mock_output={
            reference: [{"status": "COMPLETED", "output": {"by": by}}] for reference, by in (("first", "mock"), ("second", "other mock"))
        })
        tested = workflows.test_workflow(mock)
        equal(("COMPLETED", {"first": "mock", "second": "other mock"}), (tested.status, tested.output), "status and output")

    def http():
        done = suite.ended(suite.start("conf_http", {"uri": suite.url + "/api/version"}), "COMPLETED")
        equal(200, done.output["status"], "status")
        suite.ended(suite.start("conf_http", {"uri": suite.url + "/api/nowhere"}), "FAILED")

    def schedules():
        name = f"conf_python_{uuid.uuid4()}"
        start = request("conf_listener", {"n": 1}, correlation_id=name)
        suite.scheduler.save_schedule(SaveScheduleRequest(name=name, cron_expression="* * * * * ?", start_workflow_request=start))
        try:
            equal("* * * * * ?", suite.scheduler.get_schedule(name).cron_expression, "cron")
            until("it started one", lambda: suite.raw_workflows.get_workflows2("conf_listener", name, include_closed=True), bool)
            suite.scheduler.pause_schedule(name)
            equal(True, suite.scheduler.get_schedule(name).paused, "paused")
            suite.scheduler.resume_schedule(name)
            truth(not suite.scheduler.get_schedule(name).paused, "resumed")
            truth(name in {one.name for one in suite.scheduler.get_all_schedules("conf_listener")}, "listed")
            equal(3, len(suite.scheduler.get_next_few_schedule_execution_times("0 0 12 * * ?", limit=3)), "next times")
            query = f"scheduleName IN ({name})"
            until("its executions are found", lambda: suite.scheduler.search_schedule_executions(query=query).results, bool)
        finally:
            suite.scheduler.delete_schedule(name)

    def status():
        one = suite.ended(suite.start("conf_math", {"n": 3}), "COMPLETED").workflow_id
        found = workflows.get_workflow_status(one, include_output=True, include_variables=True)
        equal(("COMPLETED", 7), (found.status, found.output["n"]), "status and output")

    def idempotency():
        key = str(uuid.uuid4())
        keyed = {"idempotency_key": key, "idempotency_strategy": IdempotencyStrategy.RETURN_EXISTING}
        one = suite.start("conf_open", **keyed)
        equal(one, suite.start("conf_open", **keyed), "the same execution")
        refused(409, lambda: suite.start("conf_open", idempotency_key=key, idempotency_strategy=IdempotencyStrategy.FAIL))
        workflows.terminate_workflow(one, "free the key")

    def state():
        mark = str(uuid.uuid4())
        one = suite.start("conf_manual", correlation_id=mark)
        workflows.update_variables(one, {"colour": "red"})
        equal("red", suite.get(one).variables["colour"], "variable")
        suite.task(one, "first", "SCHEDULED")
        result = TaskResult(workflow_instance_id=one, task_id="", status="COMPLETED", output_data={"by": "state"})
        update = WorkflowStateUpdate(task_reference_name="first", task_result=result, variables={"size": 3})
        after = workflows.update_state(one, update, wait_until_task_ref_names=["second"], wait_for_seconds=1)
        equal(3, after.variables["size"], "variable")
        equal("COMPLETED", newest(suite.get(one), "first").status, "task")
        batch = CorrelationIdsSearchRequest(correlation_ids=[mark], workflow_names=["conf_manual"])
        equal(1, len(workflows.get_by_correlation_ids_in_batch(batch, include_completed=True)[mark]), "by correlation id")
        workflows.terminate_workflow(one, "done")

    def tags():
        metadata.set_workflow_tags([MetadataTag("team", "sdk"), MetadataTag("old", "sdk")], "conf_open")
        metadata.delete_workflow_tag(MetadataTag("old", "sdk"), "conf_open")
        equal([("team", "sdk")], [(tag.key, tag.value) for tag in metadata.get_workflow_tags("conf_open")], "tags")
        metadata.setWorkflowRateLimit(100, "conf_open")
        equal(100, metadata.getWorkflowRateLimit("conf_open"), "rate limit")
        metadata.removeWorkflowRateLimit("conf_open")

    suite.scenario("definitions", definitions)
    suite.scenario("mistakes come back as they are named", mistakes)
    suite.scenario("queues, logs and poll data", queues)
    suite.scenario("domains", domains)
    suite.scenario("events start executions", events)
    suite.scenario("executing and signalling, in one call each", execute)
    suite.scenario("a workflow is tested with mocks", mocks)
    suite.scenario("HTTP", http)
    suite.scenario("schedules", schedules)
    suite.scenario("status without tasks", status)
    if suite.extended:
        suite.scenario("what Orkes added: idempotency keys", idempotency)
        suite.scenario("what Orkes added: variables, state, correlations", state)
        suite.scenario("what Orkes added: tags, rate limits", tags)
    else:
        suite.skip("what Orkes added", "this server does not have it")
