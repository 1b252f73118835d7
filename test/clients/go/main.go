// All 19 operations with the SDK for Go: prints the name of each as it was answered rightly, and ends with 1 at the first
// that was not. Where the endpoint is and who asks, it takes from the environment as every AWS client does.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/datapipeline"
	"github.com/aws/aws-sdk-go-v2/service/datapipeline/types"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	keys := credentials.NewStaticCredentialsProvider(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), "")
	client := datapipeline.New(datapipeline.Options{
		Region:           os.Getenv("AWS_DEFAULT_REGION"),
		BaseEndpoint:     aws.String(os.Getenv("AWS_ENDPOINT_URL")),
		Credentials:      keys,
		RetryMaxAttempts: 1,
	})
	var random [5]byte
	if _, err := rand.Read(random[:]); err != nil {
		return err
	}
	name := aws.String("go-" + hex.EncodeToString(random[:]))
	group := aws.String("group-" + *name)

	made, err := client.CreatePipeline(ctx, &datapipeline.CreatePipelineInput{Name: name, UniqueId: name})
	if err != nil {
		return err
	}
	again, err := client.CreatePipeline(ctx, &datapipeline.CreatePipelineInput{Name: name, UniqueId: name})
	if err != nil {
		return err
	}
	if err := answered("CreatePipeline", *made.PipelineId == *again.PipelineId); err != nil {
		return err
	}
	id := made.PipelineId

	tags := []types.Tag{{Key: aws.String("env"), Value: aws.String("test")}, {Key: aws.String("team"), Value: aws.String("")}}
	if _, err := client.AddTags(ctx, &datapipeline.AddTagsInput{PipelineId: id, Tags: tags}); err != nil {
		return err
	}
	if _, err := client.RemoveTags(ctx, &datapipeline.RemoveTagsInput{PipelineId: id, TagKeys: []string{"team"}}); err != nil {
		return err
	}
	described, err := client.DescribePipelines(ctx, &datapipeline.DescribePipelinesInput{PipelineIds: []string{*id}})
	if err != nil {
		return err
	}
	left := described.PipelineDescriptionList[0].Tags
	tagged := len(left) == 1 && *left[0].Key == "env" && *left[0].Value == "test"
	if err := answered("AddTags RemoveTags DescribePipelines", tagged); err != nil {
		return err
	}
	listed, err := isListed(ctx, client, *id)
	if err != nil {
		return err
	}
	if err := answered("ListPipelines", listed); err != nil {
		return err
	}

	objects, parameters, values := definition(*group)
	judged, err := client.ValidatePipelineDefinition(ctx, &datapipeline.ValidatePipelineDefinitionInput{
		PipelineId: id, PipelineObjects: objects, ParameterObjects: parameters, ParameterValues: values,
	})
	if err != nil {
		return err
	}
	if err := answered("ValidatePipelineDefinition", !judged.Errored); err != nil {
		return err
	}
	put, err := client.PutPipelineDefinition(ctx, &datapipeline.PutPipelineDefinitionInput{
		PipelineId: id, PipelineObjects: objects, ParameterObjects: parameters, ParameterValues: values,
	})
	if err != nil {
		return err
	}
	if err := answered("PutPipelineDefinition", !put.Errored); err != nil {
		return err
	}
	got, err := client.GetPipelineDefinition(ctx, &datapipeline.GetPipelineDefinitionInput{PipelineId: id})
	if err != nil {
		return err
	}
	same := len(got.PipelineObjects) == len(objects) && *got.ParameterValues[0].StringValue == "hello"
	if err := answered("GetPipelineDefinition", same); err != nil {
		return err
	}

	if err := work(ctx, client, id, group); err != nil {
		return err
	}

	if _, err := client.DeactivatePipeline(ctx, &datapipeline.DeactivatePipelineInput{PipelineId: id, CancelActive: aws.Bool(true)}); err != nil {
		return err
	}
	if err := answered("DeactivatePipeline", true); err != nil {
		return err
	}
	if _, err := client.DeletePipeline(ctx, &datapipeline.DeletePipelineInput{PipelineId: id}); err != nil {
		return err
	}
	_, err = client.GetPipelineDefinition(ctx, &datapipeline.GetPipelineDefinitionInput{PipelineId: id})
	var deleted *types.PipelineDeletedException
	var unknown *types.PipelineNotFoundException
	return answered("DeletePipeline", errors.As(err, &deleted) || errors.As(err, &unknown))
}

// work activates, and is the worker that fails the task and does it when it comes again.
func work(ctx context.Context, client *datapipeline.Client, id, group *string) error {
	goodbye := []types.ParameterValue{{Id: aws.String("myWord"), StringValue: aws.String("goodbye")}}
	if _, err := client.ActivatePipeline(ctx, &datapipeline.ActivatePipelineInput{PipelineId: id, ParameterValues: goodbye}); err != nil {
		return err
	}
	if err := answered("ActivatePipeline", true); err != nil {
		return err
	}
	beat, err := client.ReportTaskRunnerHeartbeat(ctx, &datapipeline.ReportTaskRunnerHeartbeatInput{
		TaskrunnerId: aws.String("r1"), WorkerGroup: group,
	})
	if err != nil {
		return err
	}
	if err := answered("ReportTaskRunnerHeartbeat", !beat.Terminate); err != nil {
		return err
	}
	task, err := poll(ctx, client, group)
	if err != nil {
		return err
	}
	said := false
	for _, object := range task.Objects {
		said = said || fieldOf(object, "command") == "echo goodbye"
	}
	if err := answered("PollForTask", said && *task.PipelineId == *id); err != nil {
		return err
	}
	progress, err := client.ReportTaskProgress(ctx, &datapipeline.ReportTaskProgressInput{
		TaskId: task.TaskId, Fields: []types.Field{text("percent", "50")},
	})
	if err != nil {
		return err
	}
	if err := answered("ReportTaskProgress", !progress.Canceled); err != nil {
		return err
	}

	query := &types.Query{Selectors: []types.Selector{{
		FieldName: aws.String("@componentParent"),
		Operator:  &types.Operator{Type: types.OperatorTypeReferenceEqual, Values: []string{"Work"}},
	}}}
	found, err := client.QueryObjects(ctx, &datapipeline.QueryObjectsInput{PipelineId: id, Sphere: aws.String("INSTANCE"), Query: query})
	if err != nil {
		return err
	}
	if err := answered("QueryObjects", len(found.Ids) == 1); err != nil {
		return err
	}
	instance := found.Ids[0]
	evaluated, err := client.EvaluateExpression(ctx, &datapipeline.EvaluateExpressionInput{
		PipelineId: id, ObjectId: aws.String(instance), Expression: aws.String("#{myWord}!"),
	})
	if err != nil {
		return err
	}
	if err := answered("EvaluateExpression", *evaluated.EvaluatedExpression == "goodbye!"); err != nil {
		return err
	}

	_, err = client.SetTaskStatus(ctx, &datapipeline.SetTaskStatusInput{
		TaskId: task.TaskId, TaskStatus: types.TaskStatusFailed, ErrorId: aws.String("Said"), ErrorMessage: aws.String("No."),
	})
	if err != nil {
		return err
	}
	if err := becomes(ctx, client, id, instance, "FAILED"); err != nil {
		return err
	}
	if err := answered("DescribeObjects", true); err != nil {
		return err
	}
	rerun := &datapipeline.SetStatusInput{PipelineId: id, ObjectIds: []string{instance}, Status: aws.String("RERUN")}
	if _, err := client.SetStatus(ctx, rerun); err != nil {
		return err
	}
	second, err := poll(ctx, client, group)
	if err != nil {
		return err
	}
	if err := answered("SetStatus", *second.AttemptId != *task.AttemptId); err != nil {
		return err
	}
	if _, err := client.SetTaskStatus(ctx, &datapipeline.SetTaskStatusInput{TaskId: second.TaskId, TaskStatus: types.TaskStatusFinished}); err != nil {
		return err
	}
	if err := becomes(ctx, client, id, instance, "FINISHED"); err != nil {
		return err
	}
	return answered("SetTaskStatus", true)
}

func answered(operations string, rightly bool) error {
	if !rightly {
		return fmt.Errorf("%s: the answer is not the one expected", operations)
	}
	fmt.Println(operations)
	return nil
}

func text(key, value string) types.Field {
	return types.Field{Key: aws.String(key), StringValue: aws.String(value)}
}

func fieldOf(object types.PipelineObject, key string) string {
	for _, field := range object.Fields {
		if *field.Key == key && field.StringValue != nil {
			return *field.StringValue
		}
	}
	return ""
}

func definition(group string) ([]types.PipelineObject, []types.ParameterObject, []types.ParameterValue) {
	object := func(id string, fields ...types.Field) types.PipelineObject {
		return types.PipelineObject{Id: aws.String(id), Name: aws.String(id), Fields: fields}
	}
	objects := []types.PipelineObject{
		object("Default", text("scheduleType", "cron"), types.Field{Key: aws.String("schedule"), RefValue: aws.String("Daily")}),
		object("Daily", text("type", "Schedule"), text("period", "1 day"), text("startAt", "FIRST_ACTIVATION_DATE_TIME")),
		object("Work", text("type", "ShellCommandActivity"), text("command", "echo #{myWord}"), text("workerGroup", group), text("maximumRetries", "0")),
	}
	word := aws.String("myWord")
	attribute := types.ParameterAttribute{Key: aws.String("type"), StringValue: aws.String("String")}
	parameters := []types.ParameterObject{{Id: word, Attributes: []types.ParameterAttribute{attribute}}}
	return objects, parameters, []types.ParameterValue{{Id: word, StringValue: aws.String("hello")}}
}

func isListed(ctx context.Context, client *datapipeline.Client, id string) (bool, error) {
	pages := datapipeline.NewListPipelinesPaginator(client, &datapipeline.ListPipelinesInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return false, err
		}
		for _, one := range page.PipelineIdList {
			if *one.Id == id {
				return true, nil
			}
		}
	}
	return false, nil
}

func poll(ctx context.Context, client *datapipeline.Client, group *string) (*types.TaskObject, error) {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		polled, err := client.PollForTask(ctx, &datapipeline.PollForTaskInput{WorkerGroup: group, Hostname: aws.String("here")})
		if err != nil {
			return nil, err
		}
		if polled.TaskObject != nil {
			return polled.TaskObject, nil
		}
	}
	return nil, errors.New("PollForTask: no task within a minute")
}

func becomes(ctx context.Context, client *datapipeline.Client, id *string, instance, status string) error {
	now := ""
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		described, err := client.DescribeObjects(ctx, &datapipeline.DescribeObjectsInput{PipelineId: id, ObjectIds: []string{instance}})
		if err != nil {
			return err
		}
		if now = fieldOf(described.PipelineObjects[0], "@status"); now == status {
			return nil
		}
	}
	return fmt.Errorf("%s is %s and not %s after a minute", instance, now, status)
}
