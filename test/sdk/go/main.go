// The official Go SDK against a server: `go run . URL DEFINITIONS [extended]`.
package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/conductor-sdk/conductor-go/sdk/model"
	"github.com/conductor-sdk/conductor-go/sdk/worker"
	log "github.com/sirupsen/logrus"
)

func main() {
	log.SetLevel(log.PanicLevel)
	s := newSuite(os.Args[1], len(os.Args) > 3 && os.Args[3] == "extended")
	s.registerAll(os.Args[2])
	runner := worker.NewTaskRunnerWithApiClient(s.api)
	for name, work := range workers {
		must(runner.StartWorker(name, work, 4, 50*time.Millisecond))
	}
	runFlows(s)
	runOperations(s)
	runService(s)
	if s.failures > 0 {
		os.Exit(1)
	}
}

var workers = map[string]model.ExecuteTaskFunction{
	"conf_double": func(task *model.Task) (interface{}, error) { return input{"n": number(task) * 2}, nil },
	"conf_add":    func(task *model.Task) (interface{}, error) { return input{"n": number(task) + 1}, nil },
	"conf_flaky": func(task *model.Task) (interface{}, error) {
		if task.RetryCount < 2 {
			return nil, fmt.Errorf("attempt %d", task.RetryCount)
		}
		return input{"lucky": true}, nil
	},
	"conf_hopeless": func(*model.Task) (interface{}, error) {
		return nil, model.NewNonRetryableError(errors.New("no hope"))
	},
	"conf_slow": func(task *model.Task) (interface{}, error) {
		result := model.NewTaskResultFromTask(task)
		result.OutputData = input{"polls": task.PollCount}
		result.Status, result.CallbackAfterSeconds = model.InProgressTask, 1
		if task.PollCount > 1 {
			result.Status = model.CompletedTask
		}
		return result, nil
	},
}

func number(task *model.Task) float64 {
	n, _ := task.InputData["n"].(float64)
	return n
}
