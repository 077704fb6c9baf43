import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.run.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What executions do by themselves, with the SDK's own workers. */
final class Flows {
    private final Suite suite;

    Flows(Suite suite) {
        this.suite = suite;
    }

    void run() {
        suite.scenario("workers finish twenty executions", () -> {
            List<String> ids = new ArrayList<>();
            for (int n = 0; n < 20; n++) ids.add(suite.start("conf_math", Map.of("n", n)));
            for (int n = 0; n < 20; n++) {
                Workflow done = suite.ended(ids.get(n), "COMPLETED");
                Suite.equal(2 * n + 1, done.getOutput().get("n"), "output");
                Suite.truth(done.getOutput().get("worker") != null, "the worker is named");
            }
        });
        suite.scenario("a failed task is retried", () -> {
            Workflow done = suite.ended(suite.start("conf_flaky", Map.of()), "COMPLETED");
            List<Task> attempts = done.getTasks();
            Suite.equal(List.of("FAILED", "FAILED", "COMPLETED"), attempts.stream().map(task -> task.getStatus().name()).toList(), "attempts");
            Suite.equal(attempts.get(0).getTaskId(), attempts.get(1).getRetriedTaskId(), "the attempt retried");
            Suite.truth(attempts.get(1).getStartTime() - attempts.get(0).getEndTime() >= 999, "not before its delay");
            Suite.equal("third time lucky", suite.tasks.getTaskLogs(attempts.get(2).getTaskId()).get(0).getLog(), "log");
        });
        suite.scenario("a terminal error ends it and starts the failure workflow", () -> {
            String id = suite.start("conf_hopeless", Map.of("kept", "yes"));
            Workflow failed = suite.ended(id, "FAILED");
            Suite.equal(1, failed.getTasks().size(), "attempts");
            Suite.truth(failed.getReasonForIncompletion().contains("no hope"), "reason: " + failed.getReasonForIncompletion());
            Suite.truth(failed.getFailedReferenceTaskNames().contains("hopeless"), "the failed reference is named");
            Object after = suite.until("the failure workflow is named", () -> suite.get(id).getOutput().get("conductor.failure_workflow"), found -> found != null);
            Suite.equal(id, suite.ended(after.toString(), "COMPLETED").getOutput().get("of"), "whom it follows");
        });
        suite.scenario("sub-workflows, registered and written out", () -> {
            Workflow done = suite.ended(suite.start("conf_parent", Map.of("n", 4)), "COMPLETED");
            Suite.equal(10, done.getOutput().get("n"), "output");
            Workflow child = suite.get(done.getTaskByRefName("registered").getSubWorkflowId());
            Suite.equal(done.getWorkflowId(), child.getParentWorkflowId(), "parent of the child");
            Suite.equal(done.getTaskByRefName("registered").getTaskId(), child.getParentWorkflowTaskId(), "its task");
        });
        suite.scenario("a fork is joined", () -> {
            Workflow done = suite.ended(suite.start("conf_fork", Map.of("n", 5)), "COMPLETED");
            Suite.equal(Map.of("left", 10, "right", 6), done.getOutput(), "output");
        });
        suite.scenario("a dynamic fork is joined", () -> {
            Workflow done = suite.ended(suite.start("conf_dynamic_fork", Map.of("tasks", List.of(branch("conf_double", "a"), branch("conf_add", "b"), branch("conf_add", "c")),
                    "inputs", Map.of("a", Map.of("n", 1), "b", Map.of("n", 10), "c", Map.of("n", 100)))), "COMPLETED");
            Suite.equal(Map.of("a", Map.of("n", 2), "b", Map.of("n", 11), "c", Map.of("n", 101)), done.getOutput().get("all"), "output");
        });
        suite.scenario("a loop runs its rounds", () -> {
            Workflow done = suite.ended(suite.start("conf_loop", Map.of("times", 3)), "COMPLETED");
            Suite.equal(3, done.getOutput().get("rounds"), "rounds");
            Suite.equal(List.of("loop", "step__1", "step__2", "step__3"), done.getTasks().stream().map(Task::getReferenceTaskName).toList(), "records");
            Suite.equal(3, done.getTasks().get(3).getIteration(), "iteration");
        });
        suite.scenario("scripts, variables, switch and terminate", () -> {
            Workflow done = suite.ended(suite.start("conf_system", Map.of("n", 3, "way", "on")), "COMPLETED");
            Suite.equal(9, done.getOutput().get("most"), "output");
            Suite.equal("on", done.getVariables().get("way"), "variable");
            Workflow stopped = suite.ended(suite.start("conf_system", Map.of("n", 1, "way", "off")), "FAILED");
            Suite.equal(true, stopped.getOutput().get("stopped"), "output of terminate");
            Suite.truth(stopped.getReasonForIncompletion().contains("no such way"), "reason: " + stopped.getReasonForIncompletion());
        });
        suite.scenario("a wait ends by time, the next one by signal", () -> {
            String id = suite.start("conf_wait", Map.of());
            suite.task(id, "answer", Task.Status.IN_PROGRESS);
            Task moment = suite.get(id).getTaskByRefName("moment");
            Suite.truth(moment.getEndTime() - moment.getStartTime() >= 990, "waited");
            suite.tasks.signalAsync(id, Task.Status.COMPLETED, Map.of("answer", 42));
            Suite.equal(42, suite.ended(id, "COMPLETED").getOutput().get("answer"), "output");
        });
        suite.scenario("a human task is completed by its reference", () -> {
            String id = suite.start("conf_human", Map.of());
            suite.task(id, "person", Task.Status.IN_PROGRESS);
            suite.tasks.updateTask(id, "person", TaskResult.Status.COMPLETED, Map.of("approved", true));
            Suite.equal(true, suite.ended(id, "COMPLETED").getOutput().get("approved"), "output");
        });
        suite.scenario("a task in progress comes back after its delay", () -> {
            Workflow done = suite.ended(suite.start("conf_slow", Map.of()), "COMPLETED");
            Suite.equal(2, done.getOutput().get("polls"), "polls");
            Suite.equal(1, done.getTasks().size(), "records");
        });
        suite.scenario("a lapsed task is retried, an overdue execution ends", () -> {
            String id = suite.start("conf_lapse", Map.of());
            Task first = suite.until("the first attempt", () -> suite.tasks.pollTask("conf_lapse", "w", null), task -> task != null && task.getWorkflowInstanceId().equals(id));
            Task second = suite.until("the second attempt", () -> suite.tasks.pollTask("conf_lapse", "w", null), task -> task != null && task.getWorkflowInstanceId().equals(id));
            Suite.truth(!first.getTaskId().equals(second.getTaskId()), "another record");
            Suite.equal("TIMED_OUT", suite.tasks.getTaskDetails(first.getTaskId()).getStatus().name(), "first attempt");
            suite.finish(second, TaskResult.Status.COMPLETED, Map.of());
            suite.ended(id, "COMPLETED");
            String overdue = suite.start("conf_overdue", Map.of());
            Thread.sleep(1100);
            suite.workflows.runDecider(overdue);
            suite.ended(overdue, "TIMED_OUT");
        });
        suite.scenario("one execution starts another", () -> {
            Workflow done = suite.ended(suite.start("conf_starter", Map.of("n", 7)), "COMPLETED");
            Suite.equal(7, suite.ended(done.getOutput().get("id").toString(), "COMPLETED").getOutput().get("n"), "output");
        });
    }

    private static Map<String, Object> branch(String name, String reference) {
        return Map.of("name", name, "taskReferenceName", reference, "type", "SIMPLE");
    }
}
