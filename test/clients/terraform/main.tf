# One pipeline with its definition, as the AWS provider makes it. Where the endpoint is, the caller says.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" { type = string }
variable "name" { type = string }

provider "aws" {
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints {
    datapipeline = var.endpoint
  }
}

resource "aws_datapipeline_pipeline" "it" {
  name        = var.name
  description = "made by Terraform"
  tags        = { env = "test" }
}

resource "aws_datapipeline_pipeline_definition" "it" {
  pipeline_id = aws_datapipeline_pipeline.it.id

  pipeline_object {
    id   = "Default"
    name = "Default"
    field {
      key          = "scheduleType"
      string_value = "cron"
    }
    field {
      key       = "schedule"
      ref_value = "Daily"
    }
  }
  pipeline_object {
    id   = "Daily"
    name = "Daily"
    field {
      key          = "type"
      string_value = "Schedule"
    }
    field {
      key          = "period"
      string_value = "1 day"
    }
    field {
      key          = "startAt"
      string_value = "FIRST_ACTIVATION_DATE_TIME"
    }
  }
  pipeline_object {
    id   = "Work"
    name = "Work"
    field {
      key          = "type"
      string_value = "ShellCommandActivity"
    }
    field {
      key          = "command"
      string_value = "echo #{myWord}"
    }
    field {
      key          = "workerGroup"
      string_value = "nobody"
    }
  }
  parameter_object {
    id = "myWord"
    attribute {
      key          = "type"
      string_value = "String"
    }
  }
  parameter_value {
    id           = "myWord"
    string_value = "hello"
  }
}

data "aws_datapipeline_pipeline" "it" {
  pipeline_id = aws_datapipeline_pipeline.it.id
}

data "aws_datapipeline_pipeline_definition" "it" {
  pipeline_id = aws_datapipeline_pipeline_definition.it.pipeline_id
}

output "objects" {
  value = [for object in data.aws_datapipeline_pipeline_definition.it.pipeline_object : object.id]
}

output "pipeline" {
  value = aws_datapipeline_pipeline.it.id
}
