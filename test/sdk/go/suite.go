package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/antihax/optional"
	"github.com/conductor-sdk/conductor-go/sdk/client"
	"github.com/conductor-sdk/conductor-go/sdk/model"
	"github.com/conductor-sdk/conductor-go/sdk/settings"
	"github.com/conductor-sdk/conductor-go/sdk/workflow/executor"
)

type input = map[string]interface{}

// suite holds the clients and prints one line for each scenario: `ok NAME` or `not ok NAME: why`.
type suite struct {
	url       string
	extended  bool
	api       *client.APIClient
	metadata  client.MetadataClient
	workflows client.WorkflowClient
	tasks     client.TaskClient
	bulk      client.WorkflowBulkClient
	events    client.EventHandlerClient
	schedules client.SchedulerClient
	executor  *executor.WorkflowExecutor
	patience  time.Duration
	failures  int
}

var background = context.Background()

func newSuite(url string, extended bool) *suite {
	api := client.NewAPIClient(nil, settings.NewHttpSettings(url+"/api"))
	patience := 20 * time.Second
	if ms, err := strconv.Atoi(os.Getenv("PATIENCE_MS")); err == nil {
		patience = time.Duration(ms) * time.Millisecond
	}
	return &suite{
		url: url, extended: extended, api: api, patience: patience,
		metadata: client.NewMetadataClient(api), workflows: client.NewWorkflowClient(api),
		tasks: client.NewTaskClient(api), bulk: client.NewWorkflowBulkClient(api),
		events: client.NewEventHandlerClient(api), schedules: client.NewSchedulerClient(api),
		executor: executor.NewWorkflowExecutor(api),
	}
}

// failure stops a scenario; what it says is printed.
type failure struct{ text string }

func (s *suite) registerAll(file string) {
	text, err := os.ReadFile(file)
	must(err)
	var definitions struct {
		Tasks     []model.TaskDef     `json:"tasks"`
		Workflows []model.WorkflowDef `json:"workflows"`
	}
	must(json.Unmarshal(text, &definitions))
	for i := range definitions.Tasks {
		definitions.Tasks[i].OwnerEmail = "sdk@example.org"
	}
	_, err = s.metadata.RegisterTaskDef(background, definitions.Tasks)
	must(err)
	for _, definition := range definitions.Workflows {
		definition.OwnerEmail, definition.Version, definition.SchemaVersion = "sdk@example.org", 1, 2
		_, err = s.metadata.RegisterWorkflowDef(background, true, definition)
		must(err)
	}
}

func (s *suite) scenario(name string, body func()) {
	if only := os.Getenv("ONLY"); only != "" && !strings.Contains(name, only) {
		return
	}
	defer func() {
		if problem := recover(); problem != nil {
			s.failures++
			text := fmt.Sprint(problem)
			if known, ok := problem.(failure); ok {
				text = known.text
			}
			fmt.Printf("not ok %s: %s\n", name, strings.ReplaceAll(text, "\n", " "))
			return
		}
		fmt.Printf("ok %s\n", name)
	}()
	body()
}

func (s *suite) start(name string, data input) string {
	id, err := s.executor.StartWorkflow(&model.StartWorkflowRequest{Name: name, Version: 1, Input: data})
	must(err)
	return id
}

func (s *suite) get(id string) *model.Workflow {
	found, err := s.executor.GetWorkflow(id, true)
	must(err)
	return found
}

func (s *suite) ended(id string, status model.WorkflowStatus) *model.Workflow {
	var found *model.Workflow
	s.until(id+" ends", func() bool {
		found = s.get(id)
		return found.Status != model.RunningWorkflow && found.Status != model.PausedWorkflow
	})
	equal(status, found.Status, "status of "+found.WorkflowName)
	return found
}

// task waits until the newest record of the reference has the status.
func (s *suite) task(id string, reference string, status string) model.Task {
	var task *model.Task
	s.until(reference+" is "+status, func() bool {
		task = newest(s.get(id), reference)
		return task != nil && string(task.Status) == status
	})
	return *task
}

func (s *suite) finish(task model.Task, status model.TaskResultStatus, output input) {
	must(s.executor.UpdateTask(task.TaskId, task.WorkflowInstanceId, status, output))
}

func (s *suite) until(what string, good func() bool) {
	for limit := time.Now().Add(s.patience); !good(); time.Sleep(25 * time.Millisecond) {
		if time.Now().After(limit) {
			panic(failure{"never: " + what})
		}
	}
}

func newest(found *model.Workflow, reference string) *model.Task {
	for i := len(found.Tasks) - 1; i >= 0; i-- {
		if found.Tasks[i].ReferenceTaskName == reference {
			return &found.Tasks[i]
		}
	}
	return nil
}

func refused(status int, err error) string {
	var known client.GenericSwaggerError
	if !errors.As(err, &known) {
		panic(failure{fmt.Sprintf("not refused with %d but %v", status, err)})
	}
	equal(status, known.StatusCode(), "status of «"+known.Error()+"»")
	return string(known.Body())
}

func must(err error) {
	if err != nil {
		panic(failure{err.Error()})
	}
}

// equal compares numbers by value, as JSON knows only one kind of them.
func equal(expected, found interface{}, what string) {
	if !reflect.DeepEqual(plain(expected), plain(found)) {
		panic(failure{fmt.Sprintf("%s: expected %v, found %v", what, expected, found)})
	}
}

func plain(value interface{}) interface{} {
	text, err := json.Marshal(value)
	must(err)
	var result interface{}
	must(json.Unmarshal(text, &result))
	return result
}

func truth(holds bool, what string) {
	if !holds {
		panic(failure{what})
	}
}

func searchFor(query string) *client.WorkflowResourceApiSearchOpts {
	return &client.WorkflowResourceApiSearchOpts{Query: optional.NewString(query), FreeText: optional.NewString("*")}
}
