package main

import (
	"strings"

	"github.com/antihax/optional"
	"github.com/conductor-sdk/conductor-go/sdk/client"
	"github.com/conductor-sdk/conductor-go/sdk/model"
	"github.com/google/uuid"
)

// runOperations shows what somebody does to executions from outside.
func runOperations(s *suite) {
	failingChild := func(parent string) string {
		child := s.task(parent, "child", "IN_PROGRESS").SubWorkflowId
		s.finish(s.task(child, "first", "SCHEDULED"), model.CompletedTask, input{})
		s.finish(s.task(child, "second", "SCHEDULED"), model.FailedTask, input{})
		s.ended(child, model.FailedWorkflow)
		s.ended(parent, model.FailedWorkflow)
		return child
	}

	s.scenario("pause and resume", func() {
		id := s.start("conf_manual", input{})
		must(s.executor.Pause(id))
		equal(model.PausedWorkflow, s.get(id).Status, "status")
		s.finish(s.task(id, "first", "SCHEDULED"), model.CompletedTask, input{"by": "hand"})
		equal(1, len(s.get(id).Tasks), "records while paused")
		must(s.executor.Resume(id))
		s.finish(s.task(id, "second", "SCHEDULED"), model.CompletedTask, input{"by": "hand"})
		equal("hand", s.ended(id, model.CompletedWorkflow).Output["second"], "output")
		refused(409, s.executor.Pause(id))
	})
	s.scenario("terminate", func() {
		id := s.start("conf_manual", input{})
		must(s.executor.Terminate(id, "enough"))
		ended := s.ended(id, model.TerminatedWorkflow)
		equal("enough", ended.ReasonForIncompletion, "reason")
		equal("CANCELED", ended.Tasks[0].Status, "its open task")
		done := s.ended(s.start("conf_fork", input{"n": 1}), model.CompletedWorkflow).WorkflowId
		truth(strings.Contains(refused(409, s.executor.Terminate(done, "late")), "Cannot terminate a COMPLETED workflow."), "message")
	})
	s.scenario("restart, retry and rerun", func() {
		id := s.start("conf_manual", input{})
		refused(409, s.executor.Restart(id, false))
		refused(404, s.executor.Retry(id, false))
		s.finish(s.task(id, "first", "SCHEDULED"), model.FailedTask, input{})
		s.ended(id, model.FailedWorkflow)
		must(s.executor.Restart(id, false))
		fresh := s.task(id, "first", "SCHEDULED")
		s.finish(fresh, model.CompletedTask, input{"by": "restart"})
		s.finish(s.task(id, "second", "SCHEDULED"), model.FailedTask, input{})
		s.ended(id, model.FailedWorkflow)
		must(s.executor.Retry(id, false))
		retried := s.task(id, "second", "SCHEDULED")
		equal(1, retried.RetryCount, "retry count")
		s.finish(retried, model.CompletedTask, input{"by": "retry"})
		s.ended(id, model.CompletedWorkflow)
		same, err := s.executor.ReRun(id, model.RerunWorkflowRequest{ReRunFromTaskId: fresh.TaskId, TaskInput: input{"again": true}})
		must(err)
		equal(id, same, "id")
		again := s.task(id, "first", "SCHEDULED")
		equal(fresh.TaskId, again.TaskId, "the same record")
		equal(true, again.InputData["again"], "its input")
		s.finish(again, model.CompletedTask, input{"by": "rerun"})
		s.finish(s.task(id, "second", "SCHEDULED"), model.CompletedTask, input{"by": "rerun"})
		equal(input{"first": "rerun", "second": "rerun"}, s.ended(id, model.CompletedWorkflow).Output, "output")
	})
	s.scenario("a failed child is resumed in place, or replaced", func() {
		id := s.start("conf_manual_parent", input{})
		child := failingChild(id)
		must(s.executor.Retry(id, true))
		equal(child, s.task(id, "child", "IN_PROGRESS").SubWorkflowId, "child")
		s.finish(s.task(child, "second", "SCHEDULED"), model.FailedTask, input{})
		s.ended(id, model.FailedWorkflow)
		must(s.executor.Retry(id, false))
		other := child
		s.until("another child", func() bool {
			other = newest(s.get(id), "child").SubWorkflowId
			return other != "" && other != child
		})
		for _, reference := range []string{"first", "second"} {
			s.finish(s.task(other, reference, "SCHEDULED"), model.CompletedTask, input{})
		}
		s.ended(id, model.CompletedWorkflow)
	})
	s.scenario("skip a task", func() {
		id := s.start("conf_manual", input{})
		must(s.executor.SkipTasksFromWorkflow(id, "second", model.SkipTaskRequest{}))
		s.finish(s.task(id, "first", "SCHEDULED"), model.CompletedTask, input{})
		equal("SKIPPED", newest(s.ended(id, model.CompletedWorkflow), "second").Status, "status")
	})
	s.scenario("search", func() {
		mark := "sdk-" + uuid.NewString()
		for i := 0; i < 2; i++ {
			_, err := s.executor.StartWorkflow(&model.StartWorkflowRequest{Name: "conf_manual", Version: 1, CorrelationId: mark})
			must(err)
		}
		both := "correlationId = '" + mark + "' AND workflowType = 'conf_manual' AND status IN (RUNNING, PAUSED)"
		var ids []string
		s.until("both found", func() bool {
			found, _, err := s.workflows.Search(background, searchFor(both))
			must(err)
			ids = nil
			for _, hit := range found.Results {
				ids = append(ids, hit.WorkflowId)
			}
			return found.TotalHits == 2
		})
		open := &client.WorkflowResourceApiGetWorkflowsOpts{IncludeClosed: optional.NewBool(false)}
		found, _, err := s.workflows.GetWorkflowsByCorrelationId(background, "conf_manual", mark, open)
		must(err)
		equal(2, len(found), "by correlation id")
		bulk, _, err := s.bulk.Terminate(background, ids, nil)
		must(err)
		equal(ids, bulk.BulkSuccessfulResults, "terminated")
	})
	s.scenario("remove", func() {
		id := s.start("conf_manual", input{})
		_, err := s.workflows.Delete(background, id, nil)
		refused(400, err)
		must(s.executor.Terminate(id, "old"))
		_, err = s.workflows.Delete(background, id, &client.WorkflowResourceApiDeleteOpts{ArchiveWorkflow: optional.NewBool(false)})
		must(err)
		_, _, err = s.workflows.GetExecutionStatus(background, id, nil)
		refused(404, err)
	})
}
