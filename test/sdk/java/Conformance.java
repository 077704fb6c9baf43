import com.netflix.conductor.client.automator.TaskRunnerConfigurer;
import com.netflix.conductor.client.worker.Worker;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import java.io.File;
import java.util.List;

/** Conformance.class URL DEFINITIONS [extended]: the official Java SDK against the server at URL. */
public final class Conformance {
    public static void main(String[] arguments) throws Exception {
        Suite suite = new Suite(arguments[0], arguments.length > 2 && arguments[2].equals("extended"));
        suite.registerAll(new File(arguments[1]));
        TaskRunnerConfigurer runner =
                new TaskRunnerConfigurer.Builder(suite.tasks, workers()).withThreadCount(4).build();
        runner.init();
        try {
            new Flows(suite).run();
            new Operations(suite).run();
            new Service(suite, arguments[0]).run();
            new Payloads(suite).run();
            new Extensions(suite).run();
        } finally {
            runner.shutdown();
        }
        System.exit(suite.failures() == 0 ? 0 : 1);
    }

    private static List<Worker> workers() {
        return List.of(
                Worker.create("conf_double", task -> {
                    TaskResult result = new TaskResult(task);
                    result.setStatus(TaskResult.Status.COMPLETED);
                    return result.addOutputData("n", number(task.getInputData().get("n")) * 2);
                }),
                Worker.create("conf_add", task -> {
                    TaskResult result = new TaskResult(task);
                    result.setStatus(TaskResult.Status.COMPLETED);
                    return result.addOutputData("n", number(task.getInputData().get("n")) + 1);
                }),
                Worker.create("conf_flaky", task -> {
                    if (task.getRetryCount() < 2) throw new IllegalStateException("attempt " + task.getRetryCount());
                    TaskResult result = new TaskResult(task);
                    result.setStatus(TaskResult.Status.COMPLETED);
                    return result.log("third time lucky");
                }),
                Worker.create("conf_hopeless", task -> {
                    TaskResult result = new TaskResult(task);
                    result.setStatus(TaskResult.Status.FAILED_WITH_TERMINAL_ERROR);
                    result.setReasonForIncompletion("no hope");
                    return result;
                }),
                Worker.create("conf_slow", task -> {
                    TaskResult result = new TaskResult(task);
                    result.addOutputData("polls", task.getPollCount());
                    result.setStatus(TaskResult.Status.IN_PROGRESS);
                    result.setCallbackAfterSeconds(1);
                    if (task.getPollCount() > 1) result.setStatus(TaskResult.Status.COMPLETED);
                    return result;
                }));
    }

    private static int number(Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }
}
