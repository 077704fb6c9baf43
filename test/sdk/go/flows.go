package main

import (
	"strings"

	"github.com/conductor-sdk/conductor-go/sdk/model"
	"github.com/conductor-sdk/conductor-go/sdk/workflow"
	"github.com/google/uuid"
)

// runFlows shows what executions do by themselves, with the SDK's own workers.
func runFlows(s *suite) {
	s.scenario("workers finish twenty executions", func() {
		var ids []string
		for n := 0; n < 20; n++ {
			ids = append(ids, s.start("conf_math", input{"n": n}))
		}
		for n, id := range ids {
			equal(2*n+1, s.ended(id, model.CompletedWorkflow).Output["n"], "output")
		}
	})
	s.scenario("a failed task is retried", func() {
		done := s.ended(s.start("conf_flaky", input{}), model.CompletedWorkflow)
		equal(3, len(done.Tasks), "attempts")
		truth(done.Tasks[1].StartTime-done.Tasks[0].EndTime >= 999, "not before its delay")
		truth(strings.Contains(done.Tasks[0].ReasonForIncompletion, "attempt 0"), "reason")
	})
	s.scenario("a terminal error ends it and starts the failure workflow", func() {
		id := s.start("conf_hopeless", input{"kept": "yes"})
		failed := s.ended(id, model.FailedWorkflow)
		equal(1, len(failed.Tasks), "attempts")
		truth(strings.Contains(failed.ReasonForIncompletion, "no hope"), "reason: "+failed.ReasonForIncompletion)
		var after string
		s.until("the failure workflow is named", func() bool {
			after, _ = s.get(id).Output["conductor.failure_workflow"].(string)
			return after != ""
		})
		equal(id, s.ended(after, model.CompletedWorkflow).Output["of"], "whom it follows")
	})
	s.scenario("sub-workflows, registered and written out", func() {
		done := s.ended(s.start("conf_parent", input{"n": 4}), model.CompletedWorkflow)
		equal(10, done.Output["n"], "output")
		equal(done.WorkflowId, s.get(newest(done, "registered").SubWorkflowId).ParentWorkflowId, "parent of the child")
	})
	s.scenario("a fork is joined", func() {
		equal(input{"left": 10, "right": 6}, s.ended(s.start("conf_fork", input{"n": 5}), model.CompletedWorkflow).Output, "output")
	})
	s.scenario("a dynamic fork is joined", func() {
		tasks := []input{
			{"name": "conf_double", "taskReferenceName": "a", "type": "SIMPLE"},
			{"name": "conf_add", "taskReferenceName": "b", "type": "SIMPLE"},
		}
		inputs := input{"a": input{"n": 1}, "b": input{"n": 10}}
		done := s.ended(s.start("conf_dynamic_fork", input{"tasks": tasks, "inputs": inputs}), model.CompletedWorkflow)
		equal(input{"a": input{"n": 2}, "b": input{"n": 11}}, done.Output["all"], "output")
	})
	s.scenario("a loop runs its rounds", func() {
		done := s.ended(s.start("conf_loop", input{"times": 3}), model.CompletedWorkflow)
		equal(3, done.Output["rounds"], "rounds")
		equal(4, len(done.Tasks), "records")
	})
	s.scenario("scripts, variables, switch and terminate", func() {
		done := s.ended(s.start("conf_system", input{"n": 3, "way": "on"}), model.CompletedWorkflow)
		equal(9, done.Output["most"], "output")
		equal("on", done.Variables["way"], "variable")
		stopped := s.ended(s.start("conf_system", input{"n": 1, "way": "off"}), model.FailedWorkflow)
		equal(true, stopped.Output["stopped"], "output of terminate")
	})
	s.scenario("a wait ends by time, the next one by its reference", func() {
		id := s.start("conf_wait", input{})
		s.task(id, "answer", "IN_PROGRESS")
		moment := newest(s.get(id), "moment")
		truth(moment.EndTime-moment.StartTime >= 990, "waited")
		must(s.executor.UpdateTaskByRefName("answer", id, model.CompletedTask, input{"answer": 42}))
		equal(42, s.ended(id, model.CompletedWorkflow).Output["answer"], "output")
	})
	s.scenario("a human task is completed by its reference", func() {
		id := s.start("conf_human", input{})
		s.task(id, "person", "IN_PROGRESS")
		must(s.executor.UpdateTaskByRefName("person", id, model.CompletedTask, input{"approved": true}))
		equal(true, s.ended(id, model.CompletedWorkflow).Output["approved"], "output")
	})
	s.scenario("a task in progress comes back after its delay", func() {
		done := s.ended(s.start("conf_slow", input{}), model.CompletedWorkflow)
		equal(2, done.Output["polls"], "polls")
		equal(1, len(done.Tasks), "records")
	})
	s.scenario("one execution starts another", func() {
		id, _ := s.ended(s.start("conf_starter", input{"n": 7}), model.CompletedWorkflow).Output["id"].(string)
		equal(7, s.ended(id, model.CompletedWorkflow).Output["n"], "output")
	})
	s.scenario("a workflow in code", func() {
		flow := workflow.NewConductorWorkflow(s.executor).Name("conf_go_" + uuid.NewString()).Version(1).
			OwnerEmail("sdk@example.org").
			Add(workflow.NewSimpleTask("conf_add", "add").Input("n", "${workflow.input.n}")).
			OutputParameters(input{"n": "${add.output.n}"})
		must(flow.Register(true))
		run, err := flow.ExecuteWorkflowWithInput(input{"n": 41}, "")
		must(err)
		equal("COMPLETED", run.Status, "status")
		equal(42, run.Output["n"], "output")
		must(flow.UnRegister())
	})
}
