import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.conductor.client.exception.ConductorClientException;
import com.netflix.conductor.client.http.ConductorClient;
import com.netflix.conductor.client.http.MetadataClient;
import com.netflix.conductor.client.http.TaskClient;
import com.netflix.conductor.client.http.WorkflowClient;
import com.netflix.conductor.common.config.ObjectMapperProvider;
import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskDef;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.WorkflowDef;
import com.netflix.conductor.common.run.Workflow;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The clients, the definitions, and one line of output for each scenario: `ok NAME` or `not ok NAME: why`. */
final class Suite {
    interface Scenario {
        void run() throws Exception;
    }

    private static final long PATIENCE_MS = Long.parseLong(System.getenv().getOrDefault("PATIENCE_MS", "20000"));

    final ConductorClient client;
    final MetadataClient metadata;
    final WorkflowClient workflows;
    final TaskClient tasks;
    /** Whether the server has what Orkes added to the API, idempotency keys among it. */
    final boolean extended;
    private final String only = System.getenv("ONLY");
    private int failures;

    Suite(String url, boolean extended) {
        client = ConductorClient.builder().basePath(url + "/api").readTimeout(40_000).build();
        metadata = new MetadataClient(client);
        workflows = new WorkflowClient(client);
        tasks = new TaskClient(client);
        this.extended = extended;
    }

    void registerAll(File file) throws Exception {
        ObjectMapper mapper = new ObjectMapperProvider().getObjectMapper();
        JsonNode definitions = mapper.readTree(file);
        List<TaskDef> taskDefs = new ArrayList<>();
        for (JsonNode node : definitions.get("tasks")) taskDefs.add(mapper.treeToValue(node, TaskDef.class));
        taskDefs.forEach(def -> def.setOwnerEmail("sdk@example.org"));
        List<WorkflowDef> workflowDefs = new ArrayList<>();
        for (JsonNode node : definitions.get("workflows")) workflowDefs.add(mapper.treeToValue(node, WorkflowDef.class));
        workflowDefs.forEach(def -> def.setOwnerEmail("sdk@example.org"));
        metadata.registerTaskDefs(taskDefs);
        metadata.updateWorkflowDefs(workflowDefs);
    }

    void scenario(String name, Scenario body) {
        if (only != null && !name.contains(only)) return;
        try {
            body.run();
            System.out.println("ok " + name);
        } catch (Throwable problem) {
            failures++;
            StackTraceElement[] trace = problem.getStackTrace();
            String place = "";
            for (StackTraceElement frame : trace)
                if (frame.getFileName() != null && new File(frame.getFileName()).getName().matches("(Flows|Operations|Service|Payloads|Extensions)\\.java")) {
                    place = " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
                    break;
                }
            System.out.println("not ok " + name + ": " + String.valueOf(problem).replace('\n', ' ') + place);
        }
    }

    void skip(String name, String why) {
        System.out.println("skip " + name + ": " + why);
    }

    int failures() {
        return failures;
    }

    String start(String name, Map<String, Object> input) {
        return workflows.startWorkflow(new StartWorkflowRequest().withName(name).withVersion(1).withInput(input));
    }

    Workflow get(String id) {
        return workflows.getWorkflow(id, true);
    }

    Workflow ended(String id, String status) throws Exception {
        Workflow workflow = until(id + " ends", () -> get(id), found -> found.getStatus().isTerminal());
        equal(status, workflow.getStatus().name(), "status of " + workflow.getWorkflowName());
        return workflow;
    }

    /** The newest record of the reference, once it has the status. */
    Task task(String workflowId, String reference, Task.Status status) throws Exception {
        Workflow found = until(reference + " is " + status, () -> get(workflowId), workflow -> {
            Task task = workflow.getTaskByRefName(reference);
            return task != null && task.getStatus() == status;
        });
        return found.getTaskByRefName(reference);
    }

    void finish(Task task, TaskResult.Status status, Map<String, Object> output) {
        TaskResult result = new TaskResult(task);
        result.setStatus(status);
        result.setOutputData(output);
        if (status == TaskResult.Status.FAILED) result.setReasonForIncompletion("it was to fail");
        tasks.updateTask(result);
    }

    <T> T until(String what, Callable<T> look, Predicate<T> good) throws Exception {
        long limit = System.currentTimeMillis() + PATIENCE_MS;
        for (;;) {
            T found = look.call();
            if (good.test(found)) return found;
            if (System.currentTimeMillis() > limit) throw new AssertionError("never: " + what);
            Thread.sleep(25);
        }
    }

    ConductorClientException refused(int status, Scenario body) throws Exception {
        try {
            body.run();
        } catch (ConductorClientException problem) {
            equal(status, problem.getStatus(), "status of «" + problem.getMessage() + "»");
            return problem;
        }
        throw new AssertionError("not refused with " + status);
    }

    static void equal(Object expected, Object found, String what) {
        boolean same = expected instanceof Number a && found instanceof Number b
                ? a.doubleValue() == b.doubleValue()
                : Objects.equals(expected, found);
        if (!same) throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }

    static void truth(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
