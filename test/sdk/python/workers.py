"""What works for the scenarios, found by the SDK through its decorators."""

from conductor.client.http.models import Task, TaskResult
from conductor.client.worker.exception import NonRetryableException
from conductor.client.worker.worker_task import worker_task


@worker_task(task_definition_name="conf_double", poll_interval_millis=50, thread_count=2)
def double(n: int) -> dict:
    return {"n": n * 2}


@worker_task(task_definition_name="conf_add", poll_interval_millis=50, thread_count=2)
def add(n: int) -> dict:
    return {"n": n + 1}


@worker_task(task_definition_name="conf_flaky", poll_interval_millis=50)
def flaky(task: Task) -> dict:
    if (task.retry_count or 0) < 2:
        raise RuntimeError(f"attempt {task.retry_count}")
    return {"lucky": True}


@worker_task(task_definition_name="conf_hopeless", poll_interval_millis=50)
def hopeless() -> dict:
    raise NonRetryableException("no hope")


@worker_task(task_definition_name="conf_slow", poll_interval_millis=50)
def slow(task: Task) -> TaskResult:
    result = task.to_task_result("COMPLETED" if (task.poll_count or 0) > 1 else "IN_PROGRESS")
    result.output_data = {"polls": task.poll_count}
    result.callback_after_seconds = 1
    return result


@worker_task(task_definition_name="conf_greet", poll_interval_millis=50)
async def greet(name: str) -> str:
    return f"Hello {name}"
