"""What somebody does to executions from outside."""

import uuid

from conductor.client.http.models import RerunWorkflowRequest, SkipTaskRequest

from suite import equal, newest, refused, truth, until


def run(suite):
    workflows = suite.workflows

    def failing_child(parent):
        child = suite.task(parent, "child", "IN_PROGRESS").sub_workflow_id
        suite.finish(suite.task(child, "first", "SCHEDULED"), "COMPLETED")
        suite.finish(suite.task(child, "second", "SCHEDULED"), "FAILED")
        suite.ended(child, "FAILED")
        suite.ended(parent, "FAILED")
        return child

    def pause():
        one = suite.start("conf_manual")
        workflows.pause_workflow(one)
        workflows.pause_workflow(one)
        equal("PAUSED", suite.get(one).status, "status")
        suite.finish(suite.task(one, "first", "SCHEDULED"), "COMPLETED", {"by": "hand"})
        equal(1, len(suite.get(one).tasks), "records while paused")
        workflows.resume_workflow(one)
        suite.finish(suite.task(one, "second", "SCHEDULED"), "COMPLETED", {"by": "hand"})
        equal("hand", suite.ended(one, "COMPLETED").output["second"], "output")
        refused(409, lambda: workflows.pause_workflow(one))

    def terminate():
        one = suite.start("conf_manual")
        workflows.terminate_workflow(one, "enough")
        ended = suite.ended(one, "TERMINATED")
        equal(("enough", "CANCELED"), (ended.reason_for_incompletion, ended.tasks[0].status), "reason and task")
        workflows.terminate_workflow(one, "again")
        equal("enough", suite.get(one).reason_for_incompletion, "reason")
        done = suite.ended(suite.start("conf_fork", {"n": 1}), "COMPLETED")
        problem = refused(409, lambda: workflows.terminate_workflow(done.workflow_id, "late"))
        equal("Cannot terminate a COMPLETED workflow.", problem["message"], "message")

    def again():
        one = suite.start("conf_manual")
        refused(409, lambda: workflows.restart_workflow(one))
        refused(404, lambda: workflows.retry_workflow(one))
        suite.finish(suite.task(one, "first", "SCHEDULED"), "FAILED")
        suite.ended(one, "FAILED")
        workflows.restart_workflow(one)
        fresh = suite.task(one, "first", "SCHEDULED")
        equal(1, len(suite.get(one).tasks), "records after restart")
        suite.finish(fresh, "COMPLETED", {"by": "restart"})
        suite.finish(suite.task(one, "second", "SCHEDULED"), "FAILED")
        suite.ended(one, "FAILED")
        workflows.retry_workflow(one)
        retried = suite.task(one, "second", "SCHEDULED")
        equal(1, retried.retry_count, "retry count")
        suite.finish(retried, "COMPLETED", {"by": "retry"})
        suite.ended(one, "COMPLETED")
        refused(409, lambda: workflows.retry_workflow(one))
        request = RerunWorkflowRequest(re_run_from_task_id=fresh.task_id, task_input={"again": True})
        equal(one, workflows.rerun_workflow(one, request), "id")
        rerun = suite.task(one, "first", "SCHEDULED")
        equal((fresh.task_id, True), (rerun.task_id, rerun.input_data.get("again")), "record and input")
        suite.finish(rerun, "COMPLETED", {"by": "rerun"})
        suite.finish(suite.task(one, "second", "SCHEDULED"), "COMPLETED", {"by": "rerun"})
        equal({"first": "rerun", "second": "rerun"}, suite.ended(one, "COMPLETED").output, "output")

    def resumed():
        one = suite.start("conf_manual_parent")
        child = failing_child(one)
        workflows.retry_workflow(one, resume_subworkflow_tasks=True)
        equal(child, suite.task(one, "child", "IN_PROGRESS").sub_workflow_id, "child")
        suite.finish(suite.task(child, "second", "SCHEDULED"), "FAILED")
        suite.ended(one, "FAILED")
        workflows.retry_workflow(one)
        other = until("another child", lambda: newest(suite.get(one), "child").sub_workflow_id, lambda found: found not in (None, child))
        for reference in ("first", "second"):
            suite.finish(suite.task(other, reference, "SCHEDULED"), "COMPLETED")
        suite.ended(one, "COMPLETED")

    def revived():
        one = suite.start("conf_manual_parent")
        child = failing_child(one)
        workflows.retry_workflow(child)
        until("the parent runs", lambda: suite.get(one).status, lambda status: status == "RUNNING")
        suite.finish(suite.task(child, "second", "SCHEDULED"), "COMPLETED")
        suite.ended(child, "COMPLETED")
        suite.ended(one, "COMPLETED")

    def along():
        one = suite.start("conf_manual_parent")
        child = suite.task(one, "child", "IN_PROGRESS").sub_workflow_id
        suite.task(child, "first", "SCHEDULED")
        workflows.terminate_workflow(one, "all of it")
        suite.ended(one, "TERMINATED")
        suite.ended(child, "TERMINATED")

    def skip():
        one = suite.start("conf_manual")
        workflows.skip_task_from_workflow(one, "second", SkipTaskRequest(task_input={}, task_output={"by": "skip"}))
        suite.finish(suite.task(one, "first", "SCHEDULED"), "COMPLETED")
        equal("SKIPPED", newest(suite.ended(one, "COMPLETED"), "second").status, "status")

    def search():
        mark = "sdk-" + str(uuid.uuid4())
        ids = {suite.start("conf_manual", correlation_id=mark) for _ in range(2)}
        one = min(ids)
        for quote in ("'", '"'):
            until("found by id", lambda: workflows.search(query=f"workflowId = {quote}{one}{quote}").results, lambda hits: len(hits) == 1)
        both = f"correlationId = '{mark}' AND workflowType = 'conf_manual' AND status IN (RUNNING, PAUSED)"
        until("both found", lambda: workflows.search(query=both).results, lambda hits: len(hits) == 2)
        equal(ids, {workflows.search(start=start, size=1, query=both).results[0].workflow_id for start in range(2)}, "two pages")
        found = workflows.get_by_correlation_ids("conf_manual", [mark], include_completed=False, include_tasks=False)
        equal(ids, {workflow.workflow_id for workflow in found[mark]}, "by correlation id")
        truth(one in suite.raw_workflows.get_running_workflow("conf_manual", version=1), "running")
        suite.bulk.terminate(list(ids), reason="found")

    def bulk():
        ids = [suite.start("conf_manual") for _ in range(2)]
        none = str(uuid.uuid4())
        paused = suite.bulk.pause_workflow([*ids, none])
        equal((ids, [none]), (paused.bulk_successful_results, list(paused.bulk_error_results)), "paused")
        equal(ids, suite.bulk.resume_workflow(ids).bulk_successful_results, "resumed")
        equal(ids, suite.bulk.terminate(ids, reason="bulk").bulk_successful_results, "terminated")
        equal(ids, suite.bulk.restart(ids).bulk_successful_results, "restarted")
        for one in ids:
            suite.finish(suite.task(one, "first", "SCHEDULED"), "FAILED")
        for one in ids:
            suite.ended(one, "FAILED")
        equal(ids, suite.bulk.retry(ids).bulk_successful_results, "retried")
        suite.bulk.terminate(ids, reason="done")

    def remove():
        one = suite.start("conf_manual")
        refused(400, lambda: workflows.delete_workflow(one))
        workflows.terminate_workflow(one, "old")
        workflows.delete_workflow(one, archive_workflow=False)
        refused(404, lambda: suite.get(one))

    suite.scenario("pause and resume", pause)
    suite.scenario("terminate", terminate)
    suite.scenario("restart, retry and rerun", again)
    suite.scenario("a failed child is resumed in place, or replaced", resumed)
    suite.scenario("a retried child revives its parent", revived)
    suite.scenario("a terminated parent takes its child along", along)
    suite.scenario("skip a task", skip)
    suite.scenario("search", search)
    suite.scenario("many at once", bulk)
    suite.scenario("remove", remove)
