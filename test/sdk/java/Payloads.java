import com.netflix.conductor.client.config.DefaultConductorClientConfiguration;
import com.netflix.conductor.client.http.TaskClient;
import com.netflix.conductor.client.http.WorkflowClient;
import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.WorkflowDef;
import com.netflix.conductor.common.metadata.workflow.WorkflowTask;
import com.netflix.conductor.common.run.Workflow;
import java.util.List;
import java.util.Map;

/** Large payloads, which the SDK stores and fetches by itself when that is switched on. */
final class Payloads {
    private final Suite suite;

    Payloads(Suite suite) {
        this.suite = suite;
    }

    /** Everything over a kilobyte goes outside. */
    private static final class Small extends DefaultConductorClientConfiguration {
        @Override
        public int getWorkflowInputPayloadThresholdKB() {
            return 1;
        }

        @Override
        public int getTaskOutputPayloadThresholdKB() {
            return 1;
        }

        @Override
        public boolean isExternalPayloadStorageEnabled() {
            return true;
        }

        @Override
        public boolean isEnforceThresholds() {
            return true;
        }
    }

    void run() {
        if (!suite.extended) {
            suite.skip("large payloads", "this server shows nobody where it keeps them");
            return;
        }
        WorkflowClient workflows = new WorkflowClient(suite.client, new Small());
        TaskClient tasks = new TaskClient(suite.client, new Small());
        String text = "x".repeat(5000);
        suite.scenario("large payloads: stored by the SDK, read by expressions, fetched by the SDK", () -> {
            suite.metadata.updateWorkflowDefs(List.of(echo()));
            String id = workflows.startWorkflow(new StartWorkflowRequest().withName("conf_payload").withVersion(1).withInput(Map.of("text", text)));
            Workflow started = suite.get(id);
            Suite.truth(started.getExternalInputPayloadStoragePath() != null, "the input is outside");
            Suite.truth(started.getInput().isEmpty(), "and nothing of it here");
            Task task = suite.until("a task", () -> tasks.pollTask("conf_payload", "payloads", null), found -> found != null && id.equals(found.getWorkflowInstanceId()));
            String path = tasks.evaluateAndUploadLargePayload(Map.of("text", text), task.getTaskType()).orElseThrow();
            TaskResult result = new TaskResult(task);
            result.setStatus(TaskResult.Status.COMPLETED);
            result.setExternalOutputPayloadStoragePath(path);
            result.setOutputData(null);
            tasks.updateTask(result);
            Workflow ended = suite.ended(id, "COMPLETED");
            Task done = ended.getTasks().get(0);
            Suite.equal(path, done.getExternalOutputPayloadStoragePath(), "path");
            tasks.populateTaskPayloads(done);
            Suite.equal(text, done.getOutputData().get("text"), "fetched");
            Suite.equal(text, ended.getOutput().get("text"), "resolved");
        });
    }

    private static WorkflowDef echo() {
        WorkflowTask task = new WorkflowTask();
        task.setName("conf_payload");
        task.setTaskReferenceName("large");
        task.setType("SIMPLE");
        WorkflowDef def = new WorkflowDef();
        def.setName("conf_payload");
        def.setVersion(1);
        def.setOwnerEmail("sdk@example.org");
        def.setTimeoutSeconds(0);
        def.setTasks(List.of(task));
        def.setOutputParameters(Map.of("text", "${large.output.text}"));
        return def;
    }
}
