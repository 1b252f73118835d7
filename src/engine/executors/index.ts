import type { Executor } from '../ports.ts'
import { dynamoCheck, keyExists, nodeExists, prefixNotEmpty } from './checks.ts'
import { emrActivity, hadoopActivity, hiveActivity, hiveCopyActivity, pigActivity } from './cluster.ts'
import { copyActivity } from './copy.ts'
import { machineStart } from './machines.ts'
import { redshiftCopyActivity } from './redshift-copy.ts'
import { shellActivity, shellPrecondition } from './shell.ts'
import { sqlActivity } from './sql.ts'

/** Who does the work of which types. What is not here has no work of its own, or is the engine's own business. */
export const executors: readonly Executor[] = [
  shellActivity,
  sqlActivity,
  copyActivity,
  redshiftCopyActivity,
  emrActivity,
  hadoopActivity,
  hiveActivity,
  pigActivity,
  hiveCopyActivity,
  shellPrecondition,
  keyExists,
  prefixNotEmpty,
  nodeExists,
  dynamoCheck,
  machineStart,
]
