import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskDef;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.IdempotencyStrategy;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.run.Workflow;
import com.netflix.conductor.sdk.workflow.def.ConductorWorkflow;
import com.netflix.conductor.sdk.workflow.def.WorkflowBuilder;
import com.netflix.conductor.sdk.workflow.def.tasks.SimpleTask;
import com.netflix.conductor.sdk.workflow.executor.WorkflowExecutor;
import com.netflix.conductor.sdk.workflow.task.InputParam;
import com.netflix.conductor.sdk.workflow.task.OutputParam;
import com.netflix.conductor.sdk.workflow.task.WorkerTask;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.conductoross.conductor.common.model.WorkflowRun;
import org.conductoross.conductor.common.model.WorkflowStateUpdate;
import org.conductoross.conductor.common.model.WorkflowStatus;

/** Workflows written in code, annotated workers, and what Orkes added to the API. */
final class Extensions {
    private final Suite suite;

    Extensions(Suite suite) {
        this.suite = suite;
    }

    /** Found by the SDK through its annotations. */
    public static final class Greeter {
        @WorkerTask(value = "conf_greet", threadCount = 2, pollingInterval = 50)
        public @OutputParam("greeting") String greet(@InputParam("name") String name) {
            return "Hello " + name;
        }
    }

    void run() {
        suite.scenario("a workflow in code with annotated workers", () -> {
            suite.metadata.registerTaskDefs(List.of(new TaskDef("conf_greet", "greets", "sdk@example.org", 0, 0, 60)));
            WorkflowExecutor executor = new WorkflowExecutor(suite.tasks, suite.workflows, suite.metadata, 50);
            executor.initWorkersFromInstances(List.of(new Greeter()));
            try {
                ConductorWorkflow<Map<String, Object>> workflow = new WorkflowBuilder<Map<String, Object>>(executor)
                        .name("conf_java_code").version(1).ownerEmail("sdk@example.org")
                        .add(new SimpleTask("conf_greet", "greet").input("name", "${workflow.input.name}"))
                        .output("said", "${greet.output.greeting}").build();
                Suite.truth(workflow.registerWorkflow(true, true), "registered");
                Workflow done = workflow.execute(Map.of("name", "Ada")).get(30, TimeUnit.SECONDS);
                Suite.equal("Hello Ada", done.getOutput().get("said"), "output");
                Workflow dynamic = workflow.executeDynamic(Map.of("name", "Bo")).get(30, TimeUnit.SECONDS);
                Suite.equal("Hello Bo", dynamic.getOutput().get("said"), "output");
            } finally {
                executor.shutdown();
            }
        });
        suite.scenario("status without tasks", () -> {
            String id = suite.ended(suite.start("conf_math", Map.of("n", 3)), "COMPLETED").getWorkflowId();
            WorkflowStatus status = suite.workflows.getWorkflowStatusSummary(id, true, true);
            Suite.equal("COMPLETED", status.getStatus().name(), "status");
            Suite.equal(7, status.getOutput().get("n"), "output");
        });
        if (!suite.extended) {
            suite.skip("what Orkes added", "this server does not have it");
            return;
        }
        suite.scenario("what Orkes added: idempotency keys", () -> {
            StartWorkflowRequest request = new StartWorkflowRequest().withName("conf_open").withVersion(1);
            request.setIdempotencyKey(UUID.randomUUID().toString());
            request.setIdempotencyStrategy(IdempotencyStrategy.RETURN_EXISTING);
            String id = suite.workflows.startWorkflow(request);
            Suite.equal(id, suite.workflows.startWorkflow(request), "the same execution");
            for (IdempotencyStrategy strategy : List.of(IdempotencyStrategy.FAIL, IdempotencyStrategy.FAIL_ON_RUNNING)) {
                request.setIdempotencyStrategy(strategy);
                suite.refused(409, () -> suite.workflows.startWorkflow(request));
            }
            suite.workflows.terminateWorkflow(id, "free the key");
            suite.refused(409, () -> {
                request.setIdempotencyStrategy(IdempotencyStrategy.FAIL);
                suite.workflows.startWorkflow(request);
            });
            request.setIdempotencyStrategy(IdempotencyStrategy.FAIL_ON_RUNNING);
            Suite.truth(!id.equals(suite.workflows.startWorkflow(request)), "a new execution");
        });
        suite.scenario("what Orkes added: variables, state, correlations", () -> {
            String mark = UUID.randomUUID().toString();
            String id = suite.workflows.startWorkflow(new StartWorkflowRequest().withName("conf_manual").withVersion(1).withCorrelationId(mark));
            Suite.equal("red", suite.workflows.updateVariables(id, Map.of("colour", "red")).getVariables().get("colour"), "variable");
            suite.task(id, "first", Task.Status.SCHEDULED);
            TaskResult result = TaskResult.complete();
            result.setOutputData(Map.of("by", "state"));
            WorkflowStateUpdate update = WorkflowStateUpdate.builder().taskReferenceName("first").taskResult(result).variables(Map.of("size", 3)).build();
            WorkflowRun run = suite.workflows.updateWorkflow(id, List.of("second"), 1, update);
            Suite.equal(3, run.getVariables().get("size"), "variable");
            Suite.equal("COMPLETED", suite.get(id).getTaskByRefName("first").getStatus().name(), "task");
            Map<String, List<Workflow>> found = suite.workflows.getWorkflowsByNamesAndCorrelationIds(List.of(mark), List.of("conf_manual"), true, false);
            Suite.equal(1, found.get(mark).size(), "by correlation id");
            WorkflowRun executed = suite.workflows.executeWorkflow(new StartWorkflowRequest().withName("conf_math").withVersion(1).withInput(Map.of("n", 1)), "add", 10).get(30, TimeUnit.SECONDS);
            Suite.equal("COMPLETED", executed.getStatus().name(), "status");
            suite.workflows.terminateWorkflow(id, "done");
        });
    }
}
