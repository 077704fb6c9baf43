package main

import (
	"fmt"
	"strings"

	"github.com/antihax/optional"
	"github.com/conductor-sdk/conductor-go/sdk/client"
	"github.com/conductor-sdk/conductor-go/sdk/model"
	"github.com/google/uuid"
)

// runService looks at definitions, queues, events, schedules, synchronous calls, and how mistakes are answered.
func runService(s *suite) {
	s.scenario("definitions", func() {
		name := "conf_" + uuid.NewString()
		definition := model.WorkflowDef{
			Name: name, Version: 1, SchemaVersion: 2, OwnerEmail: "sdk@example.org",
			Tasks: []model.WorkflowTask{{Name: "conf_manual", TaskReferenceName: "only", Type_: "SIMPLE"}},
		}
		_, err := s.metadata.RegisterWorkflowDef(background, false, definition)
		must(err)
		_, err = s.metadata.RegisterWorkflowDef(background, false, definition)
		truth(strings.Contains(refused(409, err), "Workflow with "+name+".1 already exists!"), "message")
		definition.Version, definition.Description = 2, "the second"
		_, err = s.metadata.Update(background, []model.WorkflowDef{definition})
		must(err)
		found, _, err := s.metadata.Get(background, name, nil)
		must(err)
		equal("the second", found.Description, "newest")
		for _, version := range []int32{1, 2} {
			_, err = s.metadata.UnregisterWorkflowDef(background, name, version)
			must(err)
		}
		_, _, err = s.metadata.Get(background, name, nil)
		refused(404, err)
	})
	s.scenario("mistakes come back as they are named", func() {
		_, err := s.metadata.RegisterWorkflowDef(background, false, model.WorkflowDef{Version: 1, Tasks: []model.WorkflowTask{}})
		truth(strings.Contains(refused(400, err), "Validation failed, check below errors for detail."), "message")
		_, err = s.executor.StartWorkflow(&model.StartWorkflowRequest{Name: "conf_nowhere", Version: 1})
		truth(strings.Contains(refused(404, err), "No such workflow defined. name=conf_nowhere, version=1"), "message")
		_, _, err = s.workflows.GetExecutionStatus(background, uuid.NewString(), nil)
		refused(404, err)
	})
	s.scenario("queues and logs", func() {
		id := s.start("conf_ranked", input{})
		task := s.task(id, "ranked", "SCHEDULED")
		sizes, _, err := s.tasks.All(background)
		must(err)
		truth(sizes["conf_ranked"] >= 1, "queue size")
		_, err = s.tasks.Log(background, "seen", task.TaskId)
		must(err)
		s.until("the log", func() bool {
			logs, _, err := s.tasks.GetTaskLogs(background, task.TaskId)
			must(err)
			return len(logs) == 1 && strings.Contains(logs[0].Log, "seen")
		})
		must(s.executor.Terminate(id, "done"))
		s.finish(task, model.CompletedTask, input{})
		late, err := s.executor.GetTask(task.TaskId)
		must(err)
		equal("CANCELED", late.Status, "a late result changes nothing")
	})
	s.scenario("domains", func() {
		id, err := s.executor.StartWorkflow(&model.StartWorkflowRequest{
			Name: "conf_domain", Version: 1, TaskToDomain: map[string]string{"conf_domain": "north"},
		})
		must(err)
		s.task(id, "there", "SCHEDULED")
		var polled []model.Task
		s.until("in the domain", func() bool {
			polled, _, err = s.tasks.BatchPoll(background, "conf_domain", &client.TaskResourceApiBatchPollOpts{
				Domain: optional.NewString("north"), Count: optional.NewInt32(5), Timeout: optional.NewInt32(500),
			})
			must(err)
			return len(polled) > 0
		})
		equal("north", polled[0].Domain, "domain")
		s.finish(polled[0], model.CompletedTask, input{})
		s.ended(id, model.CompletedWorkflow)
	})
	s.scenario("events start executions", func() {
		name, event := "conf_go_"+uuid.NewString(), "conductor:conf_publisher:publish"
		start := &model.StartWorkflow{Name: "conf_listener", CorrelationId: name, Input: input{"n": "${n}"}}
		actions := []model.Action{{Action: "start_workflow", StartWorkflow: start}}
		_, err := s.events.AddEventHandler(background, model.EventHandler{Name: name, Event: event, Active: true, Actions: actions})
		must(err)
		s.ended(s.start("conf_publisher", input{"n": 8}), model.CompletedWorkflow)
		closed := &client.WorkflowResourceApiGetWorkflowsOpts{IncludeClosed: optional.NewBool(true)}
		var started []model.Workflow
		s.until("started", func() bool {
			started, _, err = s.workflows.GetWorkflowsByCorrelationId(background, "conf_listener", name, closed)
			must(err)
			return len(started) == 1
		})
		equal(8, s.ended(started[0].WorkflowId, model.CompletedWorkflow).Output["n"], "output")
		_, err = s.events.RemoveEventHandler(background, name)
		must(err)
	})
	s.scenario("executing in one call", func() {
		run, err := s.executor.ExecuteWorkflow(&model.StartWorkflowRequest{Name: "conf_math", Version: 1, Input: input{"n": 2}}, "")
		must(err)
		equal("COMPLETED", run.Status, "status")
		equal(5, run.Output["n"], "output")
	})
	s.scenario("schedules", func() {
		name := "conf_go_" + uuid.NewString()
		start := &model.StartWorkflowRequest{Name: "conf_listener", Version: 1, CorrelationId: name, Input: input{"n": 1}}
		_, _, err := s.schedules.SaveSchedule(background, model.SaveScheduleRequest{Name: name, CronExpression: "* * * * * ?", StartWorkflowRequest: start})
		must(err)
		defer func() { _, _, _ = s.schedules.DeleteSchedule(background, name) }()
		closed := &client.WorkflowResourceApiGetWorkflowsOpts{IncludeClosed: optional.NewBool(true)}
		s.until("it started one", func() bool {
			started, _, err := s.workflows.GetWorkflowsByCorrelationId(background, "conf_listener", name, closed)
			must(err)
			return len(started) > 0
		})
		found, _, err := s.schedules.GetSchedule(background, name)
		must(err)
		equal("* * * * * ?", found.CronExpression, "cron")
	})
	s.scenario("status without tasks", func() {
		id := s.ended(s.start("conf_math", input{"n": 3}), model.CompletedWorkflow).WorkflowId
		found, err := s.executor.GetWorkflowStatus(id, true, true)
		must(err)
		equal("COMPLETED", found.Status, "status")
		equal(7, found.Output["n"], "output")
	})
	if !s.extended {
		fmt.Println("skip what Orkes added: this server does not have it")
		return
	}
	s.scenario("what Orkes added: idempotency keys", func() {
		request := &model.StartWorkflowRequest{Name: "conf_open", Version: 1, IdempotencyKey: uuid.NewString(), IdempotencyStrategy: model.ReturnExisting}
		id, err := s.executor.StartWorkflow(request)
		must(err)
		same, err := s.executor.StartWorkflow(request)
		must(err)
		equal(id, same, "the same execution")
		request.IdempotencyStrategy = model.FailOnConflict
		_, err = s.executor.StartWorkflow(request)
		refused(409, err)
		must(s.executor.Terminate(id, "free the key"))
	})
	s.scenario("what Orkes added: tags", func() {
		definition, _, err := s.metadata.Get(background, "conf_open", nil)
		must(err)
		tag := model.MetadataTag{Key: "team", Value: "sdk"}
		_, err = s.metadata.UpdateWorkflowDefWithTags(background, definition, []model.MetadataTag{tag}, true)
		must(err)
		found, err := s.metadata.GetTagsForWorkflowDef(background, "conf_open")
		must(err)
		equal(tag, found[0], "tag")
	})
}
