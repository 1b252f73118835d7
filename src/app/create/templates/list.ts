import { awsCli } from './aws-cli.ts'
import { batchPrediction } from './batch-prediction.ts'
import { drift } from './drift.ts'
import { dynamodbCopy, dynamodbExport, dynamodbImport } from './dynamodb.ts'
import { emrStep } from './emr-step.ts'
import { featureStore } from './feature-store.ts'
import { mysqlToS3, mysqlToS3Changes } from './mysql-to-s3.ts'
import { mysqlToRedshift, mysqlToRedshiftChanges, s3ToRedshift } from './redshift.ts'
import { retraining } from './retraining.ts'
import { s3ToMysql } from './s3-to-mysql.ts'
import { sagemakerTraining } from './sagemaker-training.ts'
import { shellCommand } from './shell-command.ts'
import type { Template } from './template.ts'

/** All templates, in the order in which they are shown. */
export const templates: readonly Template[] = [
  shellCommand,
  awsCli,
  emrStep,
  retraining,
  batchPrediction,
  featureStore,
  drift,
  sagemakerTraining,
  dynamodbExport,
  dynamodbImport,
  dynamodbCopy,
  mysqlToS3,
  mysqlToS3Changes,
  s3ToMysql,
  mysqlToRedshift,
  mysqlToRedshiftChanges,
  s3ToRedshift,
]
