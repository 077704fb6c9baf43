import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.RerunWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.model.BulkResponse;
import com.netflix.conductor.common.run.Workflow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What somebody does to executions from outside. */
final class Operations {
    private final Suite suite;

    Operations(Suite suite) {
        this.suite = suite;
    }

    void run() {
        suite.scenario("pause and resume", () -> {
            String id = suite.start("conf_manual", Map.of());
            suite.workflows.pauseWorkflow(id);
            suite.workflows.pauseWorkflow(id);
            Suite.equal("PAUSED", suite.get(id).getStatus().name(), "status");
            suite.finish(suite.task(id, "first", Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of("by", "hand"));
            Suite.equal(1, suite.get(id).getTasks().size(), "records while paused");
            suite.workflows.resumeWorkflow(id);
            suite.finish(suite.task(id, "second", Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of("by", "hand"));
            Suite.equal("hand", suite.ended(id, "COMPLETED").getOutput().get("second"), "output");
            suite.refused(409, () -> suite.workflows.pauseWorkflow(id));
        });
        suite.scenario("terminate", () -> {
            String id = suite.start("conf_manual", Map.of());
            suite.workflows.terminateWorkflow(id, "enough");
            Workflow ended = suite.ended(id, "TERMINATED");
            Suite.equal("enough", ended.getReasonForIncompletion(), "reason");
            Suite.equal("CANCELED", ended.getTasks().get(0).getStatus().name(), "its open task");
            suite.workflows.terminateWorkflow(id, "again");
            Suite.equal("enough", suite.get(id).getReasonForIncompletion(), "reason");
            String done = suite.ended(suite.start("conf_fork", Map.of("n", 1)), "COMPLETED").getWorkflowId();
            Suite.equal("Cannot terminate a COMPLETED workflow.", suite.refused(409, () -> suite.workflows.terminateWorkflow(done, "late")).getMessage(), "message");
        });
        suite.scenario("restart, retry and rerun", () -> {
            String id = suite.start("conf_manual", Map.of());
            suite.refused(409, () -> suite.workflows.restart(id, false));
            suite.refused(404, () -> suite.workflows.retryLastFailedTask(id, false));
            suite.finish(suite.task(id, "first", Task.Status.SCHEDULED), TaskResult.Status.FAILED, Map.of());
            suite.ended(id, "FAILED");
            suite.workflows.restart(id, false);
            Task fresh = suite.task(id, "first", Task.Status.SCHEDULED);
            Suite.equal(1, suite.get(id).getTasks().size(), "records after restart");
            suite.finish(fresh, TaskResult.Status.COMPLETED, Map.of("by", "restart"));
            suite.finish(suite.task(id, "second", Task.Status.SCHEDULED), TaskResult.Status.FAILED, Map.of());
            suite.ended(id, "FAILED");
            suite.workflows.retryLastFailedTask(id, false);
            Task retried = suite.task(id, "second", Task.Status.SCHEDULED);
            Suite.equal(1, retried.getRetryCount(), "retry count");
            suite.finish(retried, TaskResult.Status.COMPLETED, Map.of("by", "retry"));
            suite.ended(id, "COMPLETED");
            suite.refused(409, () -> suite.workflows.retryLastFailedTask(id, false));
            RerunWorkflowRequest request = new RerunWorkflowRequest();
            request.setReRunFromTaskId(fresh.getTaskId());
            request.setTaskInput(Map.of("again", true));
            Suite.equal(id, suite.workflows.rerunWorkflow(id, request), "id");
            Task again = suite.task(id, "first", Task.Status.SCHEDULED);
            Suite.equal(fresh.getTaskId(), again.getTaskId(), "the same record");
            Suite.equal(true, again.getInputData().get("again"), "its input");
            suite.finish(again, TaskResult.Status.COMPLETED, Map.of("by", "rerun"));
            suite.finish(suite.task(id, "second", Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of("by", "rerun"));
            Suite.equal(Map.of("first", "rerun", "second", "rerun"), suite.ended(id, "COMPLETED").getOutput(), "output");
        });
        suite.scenario("a failed child is resumed in place, or replaced", () -> {
            String id = suite.start("conf_manual_parent", Map.of());
            String child = failingChild(id);
            suite.workflows.retryLastFailedTask(id, true);
            Suite.equal(child, suite.task(id, "child", Task.Status.IN_PROGRESS).getSubWorkflowId(), "child");
            Suite.equal("COMPLETED", suite.get(child).getTaskByRefName("first").getStatus().name(), "what was done");
            suite.finish(suite.task(child, "second", Task.Status.SCHEDULED), TaskResult.Status.FAILED, Map.of());
            suite.ended(id, "FAILED");
            suite.workflows.retryLastFailedTask(id, false);
            String other = suite.until("another child", () -> suite.get(id).getTaskByRefName("child").getSubWorkflowId(), found -> found != null && !found.equals(child));
            for (String reference : List.of("first", "second"))
                suite.finish(suite.task(other, reference, Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of());
            suite.ended(id, "COMPLETED");
        });
        suite.scenario("a retried child revives its parent", () -> {
            String id = suite.start("conf_manual_parent", Map.of());
            String child = failingChild(id);
            suite.workflows.retryLastFailedTask(child, false);
            suite.until("the parent runs", () -> suite.get(id).getStatus().name(), "RUNNING"::equals);
            suite.finish(suite.task(child, "second", Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of());
            suite.ended(child, "COMPLETED");
            suite.ended(id, "COMPLETED");
        });
        suite.scenario("a terminated parent takes its child along", () -> {
            String id = suite.start("conf_manual_parent", Map.of());
            String child = suite.task(id, "child", Task.Status.IN_PROGRESS).getSubWorkflowId();
            suite.task(child, "first", Task.Status.SCHEDULED);
            suite.workflows.terminateWorkflow(id, "all of it");
            suite.ended(id, "TERMINATED");
            suite.ended(child, "TERMINATED");
        });
        suite.scenario("skip a task", () -> {
            String id = suite.start("conf_manual", Map.of());
            suite.workflows.skipTaskFromWorkflow(id, "second");
            suite.finish(suite.task(id, "first", Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of());
            Suite.equal("SKIPPED", suite.ended(id, "COMPLETED").getTaskByRefName("second").getStatus().name(), "status");
        });
        suite.scenario("search", () -> {
            String mark = "sdk-" + UUID.randomUUID();
            String id = suite.workflows.startWorkflow(new StartWorkflowRequest().withName("conf_manual").withVersion(1).withCorrelationId(mark));
            String second = suite.workflows.startWorkflow(new StartWorkflowRequest().withName("conf_manual").withVersion(1).withCorrelationId(mark));
            for (String quote : List.of("'", "\"")) {
                String query = "workflowId = " + quote + id + quote;
                suite.until("found by id", () -> suite.workflows.search(query).getTotalHits(), hits -> hits == 1);
            }
            String both = "correlationId = '" + mark + "' AND workflowType = 'conf_manual' AND status IN (RUNNING, PAUSED)";
            suite.until("both found", () -> suite.workflows.search(both).getTotalHits(), hits -> hits == 2);
            Set<String> pages = new HashSet<>();
            for (int start = 0; start < 2; start++)
                suite.workflows.search(start, 1, "startTime:DESC", "*", both).getResults().forEach(hit -> pages.add(hit.getWorkflowId()));
            Suite.equal(Set.of(id, second), pages, "two pages");
            Suite.equal("RUNNING", suite.workflows.searchV2("workflowId = '" + id + "'").getResults().get(0).getStatus().name(), "status");
            Task task = suite.task(id, "first", Task.Status.SCHEDULED);
            suite.finish(task, TaskResult.Status.COMPLETED, Map.of());
            String done = "taskId = '" + task.getTaskId() + "' AND status = 'COMPLETED'";
            suite.until("the task is found", () -> suite.tasks.search(0, 10, "startTime:DESC", "*", done).getTotalHits(), hits -> hits == 1);
            Suite.equal(2, suite.workflows.getWorkflows("conf_manual", mark, false, true).size(), "by correlation id");
            Suite.truth(suite.workflows.getRunningWorkflow("conf_manual", 1).contains(id), "running");
            suite.workflows.terminateWorkflows(List.of(id, second), "found");
            Suite.equal(0, suite.workflows.getWorkflows("conf_manual", mark, false, false).size(), "open ones by correlation id");
        });
        suite.scenario("many at once", () -> {
            String one = suite.start("conf_manual", Map.of());
            String two = suite.start("conf_manual", Map.of());
            String none = UUID.randomUUID().toString();
            BulkResponse<?> paused = suite.workflows.pauseWorkflows(List.of(one, two, none));
            Suite.equal(List.of(one, two), paused.getBulkSuccessfulResults(), "paused");
            Suite.equal(Set.of(none), paused.getBulkErrorResults().keySet(), "not paused");
            Suite.equal(2, suite.workflows.resumeWorkflows(List.of(one, two)).getBulkSuccessfulResults().size(), "resumed");
            Suite.equal(2, suite.workflows.terminateWorkflows(List.of(one, two), "bulk").getBulkSuccessfulResults().size(), "terminated");
            Suite.equal(2, suite.workflows.restartWorkflows(List.of(one, two), false).getBulkSuccessfulResults().size(), "restarted");
            for (String id : List.of(one, two)) suite.finish(suite.task(id, "first", Task.Status.SCHEDULED), TaskResult.Status.FAILED, Map.of());
            for (String id : List.of(one, two)) suite.ended(id, "FAILED");
            Suite.equal(2, suite.workflows.retryWorkflows(List.of(one, two)).getBulkSuccessfulResults().size(), "retried");
            suite.workflows.terminateWorkflows(List.of(one, two), "done");
        });
        suite.scenario("remove", () -> {
            String id = suite.start("conf_manual", Map.of());
            suite.refused(400, () -> suite.workflows.deleteWorkflow(id, true));
            suite.workflows.terminateWorkflow(id, "old");
            suite.workflows.deleteWorkflow(id, false);
            suite.refused(404, () -> suite.get(id));
        });
    }

    /** Lets the child of a parent complete its first task and fail in its second; answers the child's id. */
    private String failingChild(String parent) throws Exception {
        String child = suite.task(parent, "child", Task.Status.IN_PROGRESS).getSubWorkflowId();
        suite.finish(suite.task(child, "first", Task.Status.SCHEDULED), TaskResult.Status.COMPLETED, Map.of());
        suite.finish(suite.task(child, "second", Task.Status.SCHEDULED), TaskResult.Status.FAILED, Map.of());
        suite.ended(child, "FAILED");
        suite.ended(parent, "FAILED");
        return child;
    }
}
