import com.netflix.conductor.client.exception.ConductorClientException;
import com.netflix.conductor.client.http.EventClient;
import com.netflix.conductor.common.metadata.events.EventHandler;
import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskDef;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import com.netflix.conductor.common.metadata.workflow.WorkflowDef;
import com.netflix.conductor.common.metadata.workflow.WorkflowTask;
import com.netflix.conductor.common.run.Workflow;
import com.netflix.conductor.common.run.WorkflowTestRequest;
import com.netflix.conductor.common.validation.ValidationError;
import io.orkes.conductor.client.http.OrkesSchedulerClient;
import io.orkes.conductor.client.model.SaveScheduleRequest;
import io.orkes.conductor.client.model.WorkflowSchedule;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.conductoross.conductor.common.model.Consistency;
import org.conductoross.conductor.common.model.ReturnStrategy;
import org.conductoross.conductor.common.model.SignalResponse;

/** Definitions, queues, events, schedules, synchronous calls, and how mistakes are answered. */
final class Service {
    private final Suite suite;
    private final String url;

    Service(Suite suite, String url) {
        this.suite = suite;
        this.url = url;
    }

    void run() {
        suite.scenario("definitions", () -> {
            String name = "conf_" + UUID.randomUUID();
            WorkflowDef def = new WorkflowDef();
            def.setName(name);
            def.setVersion(1);
            def.setOwnerEmail("sdk@example.org");
            def.setTimeoutSeconds(0);
            WorkflowTask task = new WorkflowTask();
            task.setName("conf_manual");
            task.setTaskReferenceName("only");
            task.setType("SIMPLE");
            def.setTasks(List.of(task));
            suite.metadata.registerWorkflowDef(def);
            Suite.equal("Workflow with " + name + ".1 already exists!", suite.refused(409, () -> suite.metadata.registerWorkflowDef(def)).getMessage(), "message");
            def.setVersion(2);
            def.setDescription("the second");
            suite.metadata.updateWorkflowDefs(List.of(def));
            Suite.equal("the second", suite.metadata.getWorkflowDef(name, null).getDescription(), "newest");
            Suite.equal(1, suite.metadata.getWorkflowDef(name, 1).getVersion(), "version");
            Suite.truth(suite.metadata.getAllWorkflowsWithLatestVersions().stream().anyMatch(found -> found.getName().equals(name) && found.getVersion() == 2), "listed");
            suite.metadata.unregisterWorkflowDef(name, 2);
            suite.metadata.unregisterWorkflowDef(name, 1);
            suite.refused(404, () -> suite.metadata.getWorkflowDef(name, 1));
            TaskDef taskDef = new TaskDef(name, "a task", "sdk@example.org", 3, 0, 10);
            taskDef.setRetryLogic(TaskDef.RetryLogic.EXPONENTIAL_BACKOFF);
            suite.metadata.registerTaskDefs(List.of(taskDef));
            taskDef.setDescription("changed");
            suite.metadata.updateTaskDef(taskDef);
            Suite.equal("changed", suite.metadata.getTaskDef(name).getDescription(), "description");
            Suite.equal(TaskDef.RetryLogic.EXPONENTIAL_BACKOFF, suite.metadata.getTaskDef(name).getRetryLogic(), "retry logic");
            suite.metadata.unregisterTaskDef(name);
            suite.refused(404, () -> suite.metadata.getTaskDef(name));
        });
        suite.scenario("mistakes come back as they are named", () -> {
            WorkflowDef empty = new WorkflowDef();
            empty.setOwnerEmail("sdk@example.org");
            ConductorClientException invalid = suite.refused(400, () -> suite.metadata.registerWorkflowDef(empty));
            Suite.equal("Validation failed, check below errors for detail.", invalid.getMessage(), "message");
            Suite.truth(!invalid.isRetryable(), "not to be tried again");
            List<String> paths = invalid.getValidationErrors().stream().map(ValidationError::getPath).toList();
            Suite.truth(paths.contains("registerWorkflowDef.arg0.name"), "paths " + paths);
            ConductorClientException unknown = suite.refused(404, () -> suite.start("conf_nowhere", Map.of()));
            Suite.equal("No such workflow defined. name=conf_nowhere, version=1", unknown.getMessage(), "message");
            String none = UUID.randomUUID().toString();
            Suite.equal("No such workflow found by id: " + none, suite.refused(404, () -> suite.get(none)).getMessage(), "message");
            suite.refused(404, () -> suite.tasks.getTaskDetails(none));
            Suite.equal(2, suite.refused(400, () -> suite.tasks.updateTask(new TaskResult())).getValidationErrors().size(), "of an empty result");
            Suite.truth(suite.tasks.pollTask("conf_nobody_has_this", "w", null) == null, "nothing to poll");
        });
        suite.scenario("queues, logs and poll data", () -> {
            String id = suite.start("conf_ranked", Map.of());
            Task task = suite.task(id, "ranked", Task.Status.SCHEDULED);
            Suite.truth(suite.tasks.getQueueSizeForTask("conf_ranked") >= 1, "queue size");
            suite.workflows.terminateWorkflow(id, "make room");
            String low = suite.workflows.startWorkflow(new StartWorkflowRequest().withName("conf_ranked").withVersion(1).withPriority(1));
            String high = suite.workflows.startWorkflow(new StartWorkflowRequest().withName("conf_ranked").withVersion(1).withPriority(90));
            suite.task(low, "ranked", Task.Status.SCHEDULED);
            suite.task(high, "ranked", Task.Status.SCHEDULED);
            Task polled = suite.until("a task", () -> suite.tasks.pollTask("conf_ranked", "ranker", null), found -> found != null);
            Suite.equal(high, polled.getWorkflowInstanceId(), "the higher priority comes first");
            suite.tasks.logMessageForTask(polled.getTaskId(), "seen");
            suite.until("the log", () -> suite.tasks.getTaskLogs(polled.getTaskId()), logs -> logs != null && logs.size() == 1 && logs.get(0).getLog().contains("seen"));
            Suite.truth(suite.tasks.getPollData("conf_ranked").stream().anyMatch(data -> "ranker".equals(data.getWorkerId())), "poll data");
            suite.workflows.terminateWorkflows(List.of(low, high), "done");
            suite.tasks.updateTask(result(polled));
            Suite.equal("CANCELED", suite.tasks.getTaskDetails(polled.getTaskId()).getStatus().name(), "a late result changes nothing");
            Suite.truth(task.getTaskId() != null, "id");
        });
        suite.scenario("domains", () -> {
            String id = suite.workflows.startWorkflow(new StartWorkflowRequest().withName("conf_domain").withVersion(1).withTaskToDomain(Map.of("conf_domain", "north")));
            suite.task(id, "there", Task.Status.SCHEDULED);
            Suite.truth(suite.tasks.pollTask("conf_domain", "w", null) == null, "not outside of the domain");
            List<Task> polled = suite.until("in the domain", () -> suite.tasks.batchPollTasksInDomain("conf_domain", "north", "w", 5, 500), found -> !found.isEmpty());
            Suite.equal("north", polled.get(0).getDomain(), "domain");
            Suite.truth(suite.tasks.updateTaskV2(result(polled.get(0))) == null, "no next task");
            suite.ended(id, "COMPLETED");
        });
        suite.scenario("events start executions", () -> {
            EventClient events = new EventClient(suite.client);
            String name = "conf_java_" + UUID.randomUUID();
            EventHandler.StartWorkflow start = new EventHandler.StartWorkflow();
            start.setName("conf_listener");
            start.setCorrelationId(name);
            start.setInput(Map.of("n", "${n}"));
            EventHandler.Action action = new EventHandler.Action();
            action.setAction(EventHandler.Action.Type.start_workflow);
            action.setStart_workflow(start);
            EventHandler handler = new EventHandler();
            handler.setName(name);
            handler.setEvent("conductor:conf_publisher:publish");
            handler.setActions(List.of(action));
            handler.setActive(true);
            events.registerEventHandler(handler);
            Suite.truth(events.getEventHandlers(handler.getEvent(), true).stream().anyMatch(found -> found.getName().equals(name)), "listed");
            suite.ended(suite.start("conf_publisher", Map.of("n", 8)), "COMPLETED");
            List<Workflow> started = suite.until("started", () -> suite.workflows.getWorkflows("conf_listener", name, true, true), found -> found.size() == 1);
            Suite.equal(8, suite.ended(started.get(0).getWorkflowId(), "COMPLETED").getOutput().get("n"), "output");
            handler.setActive(false);
            events.updateEventHandler(handler);
            Suite.truth(events.getEventHandlers(handler.getEvent(), true).stream().noneMatch(found -> found.getName().equals(name)), "not active");
            events.unregisterEventHandler(name);
            Suite.truth(events.getEventHandlers(handler.getEvent(), false).stream().noneMatch(found -> found.getName().equals(name)), "gone");
        });
        suite.scenario("executing and signalling, in one call each", () -> {
            StartWorkflowRequest request = new StartWorkflowRequest().withName("conf_math").withVersion(1).withInput(Map.of("n", 2));
            SignalResponse done = suite.workflows.executeWorkflowWithReturnStrategy(request).get(30, TimeUnit.SECONDS);
            Suite.equal("COMPLETED", done.getTargetWorkflowStatus(), "status");
            Suite.equal(5, done.getOutput().get("n"), "output");
            StartWorkflowRequest open = new StartWorkflowRequest().withName("conf_open").withVersion(1);
            SignalResponse blocked = suite.workflows.executeWorkflowWithReturnStrategy(open, ReturnStrategy.BLOCKING_TASK).get(30, TimeUnit.SECONDS);
            Suite.truth(blocked.isBlockingTask(), "type " + blocked.getResponseType());
            Suite.equal("open", blocked.getBlockingTask().getReferenceTaskName(), "blocking task");
            SignalResponse answered = suite.tasks.signal(blocked.getTargetWorkflowId(), Task.Status.COMPLETED, Map.of("answer", "yes"), ReturnStrategy.TARGET_WORKFLOW);
            Suite.equal("COMPLETED", answered.getTargetWorkflowStatus(), "status");
            Suite.equal("yes", answered.getOutput().get("answer"), "output");
            suite.refused(404, () -> suite.tasks.signal(blocked.getTargetWorkflowId(), Task.Status.COMPLETED, Map.of()));
            suite.refused(404, () -> suite.tasks.signalAsync(UUID.randomUUID().toString(), Task.Status.COMPLETED, Map.of()));
            String manual = suite.start("conf_manual", Map.of());
            suite.task(manual, "first", Task.Status.SCHEDULED);
            Workflow next = suite.tasks.updateTaskSync(manual, "first", TaskResult.Status.COMPLETED, Map.of("by", "sync"));
            Suite.equal("COMPLETED", next.getTaskByRefName("first").getStatus().name(), "answered after the update");
            suite.workflows.terminateWorkflow(manual, "seen");
            long before = System.currentTimeMillis();
            SignalResponse late = suite.workflows.executeWorkflowWithReturnStrategy(new StartWorkflowRequest().withName("conf_manual").withVersion(1), List.of("second"), 2, Consistency.DURABLE, ReturnStrategy.TARGET_WORKFLOW).get(30, TimeUnit.SECONDS);
            Suite.truth(System.currentTimeMillis() - before >= 1900, "waited for its seconds");
            Suite.equal("RUNNING", late.getTargetWorkflowStatus(), "status");
            suite.workflows.terminateWorkflow(late.getTargetWorkflowId(), "seen");
        });
        suite.scenario("a workflow is tested with mocks", () -> {
            WorkflowTestRequest test = new WorkflowTestRequest();
            test.setName("conf_manual");
            test.setVersion(1);
            test.setTaskRefToMockOutput(Map.of(
                    "first", List.of(new WorkflowTestRequest.TaskMock(TaskResult.Status.COMPLETED, Map.of("by", "mock"))),
                    "second", List.of(new WorkflowTestRequest.TaskMock(TaskResult.Status.COMPLETED, Map.of("by", "other mock")))));
            Workflow tested = suite.workflows.testWorkflow(test);
            Suite.equal("COMPLETED", tested.getStatus().name(), "status");
            Suite.equal(Map.of("first", "mock", "second", "other mock"), tested.getOutput(), "output");
        });
        suite.scenario("HTTP", () -> {
            Workflow done = suite.ended(suite.start("conf_http", Map.of("uri", url + "/api/version")), "COMPLETED");
            Suite.equal(200, done.getOutput().get("status"), "status");
            suite.ended(suite.start("conf_http", Map.of("uri", url + "/api/nowhere")), "FAILED");
        });
        suite.scenario("schedules", () -> {
            OrkesSchedulerClient scheduler = new OrkesSchedulerClient(suite.client);
            String name = "conf_java_" + UUID.randomUUID();
            scheduler.saveSchedule(new SaveScheduleRequest().name(name).cronExpression("* * * * * ?").zoneId("UTC")
                    .startWorkflowRequest(new StartWorkflowRequest().withName("conf_listener").withVersion(1).withCorrelationId(name).withInput(Map.of("n", 1))));
            try {
                WorkflowSchedule found = scheduler.getSchedule(name);
                Suite.equal("* * * * * ?", found.getCronExpression(), "cron");
                suite.until("it started one", () -> suite.workflows.getWorkflows("conf_listener", name, true, false), some -> !some.isEmpty());
                scheduler.pauseSchedule(name);
                Suite.equal(true, scheduler.getSchedule(name).isPaused(), "paused");
                scheduler.resumeSchedule(name);
                Suite.equal(false, scheduler.getSchedule(name).isPaused(), "paused");
                Suite.truth(scheduler.getAllSchedules("conf_listener").stream().anyMatch(one -> one.getName().equals(name)), "listed");
                Suite.equal(3, scheduler.getNextFewSchedules("0 0 12 * * ?", null, null, 3).size(), "next times");
                suite.until("its executions are found", () -> scheduler.search(0, 10, "startTime:DESC", "*", "scheduleName IN (" + name + ")").getResults().size(), size -> size > 0);
            } finally {
                scheduler.deleteSchedule(name);
            }
            suite.refused(404, () -> scheduler.getSchedule(name));
        });
    }

    private static TaskResult result(Task task) {
        TaskResult result = new TaskResult(task);
        result.setStatus(TaskResult.Status.COMPLETED);
        return result;
    }
}
