"""What executions do by themselves, with the SDK's own workers."""

import time

from conductor.client.workflow.conductor_workflow import ConductorWorkflow

from suite import equal, newest, truth, until
from workers import greet


def run(suite):
    def twenty():
        ids = [suite.start("conf_math", {"n": n}) for n in range(20)]
        for n, one in enumerate(ids):
            done = suite.ended(one, "COMPLETED")
            equal(2 * n + 1, done.output["n"], "output")
            truth(done.output["worker"], "the worker is named")

    def retried():
        done = suite.ended(suite.start("conf_flaky"), "COMPLETED")
        equal(["FAILED", "FAILED", "COMPLETED"], [task.status for task in done.tasks], "attempts")
        truth(done.tasks[1].start_time - done.tasks[0].end_time >= 999, "not before its delay")
        truth("attempt 0" in done.tasks[0].reason_for_incompletion, "reason")

    def terminal():
        one = suite.start("conf_hopeless", {"kept": "yes"})
        failed = suite.ended(one, "FAILED")
        equal(["FAILED_WITH_TERMINAL_ERROR"], [task.status for task in failed.tasks], "attempts")
        truth("no hope" in failed.reason_for_incompletion, "reason: " + failed.reason_for_incompletion)
        after = until("the failure workflow is named", lambda: suite.get(one).output.get("conductor.failure_workflow"), bool)
        equal(one, suite.ended(after, "COMPLETED").output["of"], "whom it follows")

    def children():
        done = suite.ended(suite.start("conf_parent", {"n": 4}), "COMPLETED")
        equal(10, done.output["n"], "output")
        child = suite.get(newest(done, "registered").sub_workflow_id)
        equal(done.workflow_id, child.parent_workflow_id, "parent of the child")

    def fork():
        done = suite.ended(suite.start("conf_fork", {"n": 5}), "COMPLETED")
        equal({"left": 10, "right": 6}, done.output, "output")

    def dynamic():
        tasks = [{"name": name, "taskReferenceName": reference, "type": "SIMPLE"} for name, reference in [("conf_double", "a"), ("conf_add", "b")]]
        done = suite.ended(suite.start("conf_dynamic_fork", {"tasks": tasks, "inputs": {"a": {"n": 1}, "b": {"n": 10}}}), "COMPLETED")
        equal({"a": {"n": 2}, "b": {"n": 11}}, done.output["all"], "output")

    def loop():
        done = suite.ended(suite.start("conf_loop", {"times": 3}), "COMPLETED")
        equal(3, done.output["rounds"], "rounds")
        equal(["loop", "step__1", "step__2", "step__3"], [task.reference_task_name for task in done.tasks], "records")

    def system():
        done = suite.ended(suite.start("conf_system", {"n": 3, "way": "on"}), "COMPLETED")
        equal((9, "on"), (done.output["most"], done.variables["way"]), "output and variable")
        stopped = suite.ended(suite.start("conf_system", {"n": 1, "way": "off"}), "FAILED")
        equal(True, stopped.output["stopped"], "output of terminate")

    def wait():
        one = suite.start("conf_wait")
        suite.task(one, "answer", "IN_PROGRESS")
        moment = newest(suite.get(one), "moment")
        truth(moment.end_time - moment.start_time >= 990, "waited")
        suite.raw_tasks.signal_workflow_task_async(one, "COMPLETED", {"answer": 42})
        equal(42, suite.ended(one, "COMPLETED").output["answer"], "output")

    def human():
        one = suite.start("conf_human")
        suite.task(one, "person", "IN_PROGRESS")
        suite.tasks.update_task_by_ref_name(one, "person", "COMPLETED", {"approved": True})
        # This call of the SDK puts what it is given under `result`.
        equal({"result": {"approved": True}}, newest(suite.ended(one, "COMPLETED"), "person").output_data, "output")

    def slow():
        done = suite.ended(suite.start("conf_slow"), "COMPLETED")
        equal((2, 1), (done.output["polls"], len(done.tasks)), "polls and records")

    def late():
        one = suite.start("conf_lapse")
        first, second = (
            until(which, lambda: suite.poll("conf_lapse"), lambda task: task and task.workflow_instance_id == one)
            for which in ("the first attempt", "the second attempt")
        )
        equal("TIMED_OUT", suite.tasks.get_task(first.task_id).status, "first attempt")
        suite.finish(second, "COMPLETED")
        suite.ended(one, "COMPLETED")
        overdue = suite.start("conf_overdue")
        time.sleep(1.1)
        suite.raw_workflows.decide(overdue)
        suite.ended(overdue, "TIMED_OUT")

    def starter():
        done = suite.ended(suite.start("conf_starter", {"n": 7}), "COMPLETED")
        equal(7, suite.ended(done.output["id"], "COMPLETED").output["n"], "output")

    def in_code():
        workflow = ConductorWorkflow(executor=suite.executor, name="conf_python_code", version=1)
        workflow >> greet(task_ref_name="greet", name=workflow.input("name"))
        workflow.owner_email("sdk@example.org")
        workflow.output_parameters({"said": "${greet.output.result}"})
        workflow.register(overwrite=True)
        run_of_it = workflow.execute(workflow_input={"name": "Ada"}, wait_for_seconds=20)
        equal("COMPLETED", run_of_it.status, "status")
        equal("Hello Ada", run_of_it.output["said"], "output")

    suite.scenario("workers finish twenty executions", twenty)
    suite.scenario("a failed task is retried", retried)
    suite.scenario("a terminal error ends it and starts the failure workflow", terminal)
    suite.scenario("sub-workflows, registered and written out", children)
    suite.scenario("a fork is joined", fork)
    suite.scenario("a dynamic fork is joined", dynamic)
    suite.scenario("a loop runs its rounds", loop)
    suite.scenario("scripts, variables, switch and terminate", system)
    suite.scenario("a wait ends by time, the next one by signal", wait)
    suite.scenario("a human task is completed by its reference", human)
    suite.scenario("a task in progress comes back after its delay", slow)
    suite.scenario("a lapsed task is retried, an overdue execution ends", late)
    suite.scenario("one execution starts another", starter)
    suite.scenario("a workflow in code with annotated workers", in_code)
