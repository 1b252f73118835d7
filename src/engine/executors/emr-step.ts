import type { Work } from '../ports.ts'
import { hiveStep, jarStep, pigStep, type Step, scriptStep, sparkStep } from './cluster-step.ts'
import { pathOf } from './data-nodes.ts'
import { objectsAt } from './fields.ts'

/**
 * A step of an EMR cluster, `jar,argument,argument`, as programs of this machine do it. A literal comma is written
 * behind backslashes. Source: developer guide, EmrActivity; EMR release guide, running commands on a cluster.
 */
export function readStep(text: string, work: Work): Step {
  const [jar = '', ...args] = text.split(/(?<!\\),/).map(part => fillIn(part.replace(/\\{1,2},/g, ','), work))
  const [program = '', ...rest] = args
  if (/command-runner\.jar$/.test(jar)) return commandStep(program, rest)
  if (/script-runner\.jar$/.test(jar))
    return ofLibrary.test(program) ? commandStep(program.replace(ofLibrary, '$1'), rest) : scriptStep(program, rest)
  // Images had the jar of streaming where no machine but theirs has it.
  if (/^\/.*hadoop-streaming[^/]*\.jar$/.test(jar)) return streamingStep(args)
  return jarStep(jar, args)
}

/** Scripts that lie in EMR's own buckets, such as `s3://elasticmapreduce/libs/hive/hive-script`. */
const ofLibrary = /^s3.*elasticmapreduce\/libs\/(?:hive|pig)\/(hive-script|pig-script)$/

function commandStep(program: string, args: readonly string[]): Step {
  const last = args.slice(args.indexOf('--args') + 1)
  switch (program) {
    case 'spark-submit':
      return sparkStep(args)
    case 'hive':
      return hiveStep(args)
    case 'hive-script':
      return hiveStep(last)
    case 'pig':
      return pigStep(args)
    case 'pig-script':
      return pigStep(last)
    case 'hadoop-streaming':
      return streamingStep(args)
    default:
      return { program, args, bring: [] }
  }
}

/** Mappers and reducers that lie in S3 are fetched, as EMR does. */
function streamingStep(args: readonly string[]): Step {
  const bring = args.filter((arg, at) => /^-(mapper|reducer|combiner)$/.test(args[at - 1] ?? '') && /^s3/.test(arg))
  return { ...jarStep('$HADOOP_STREAMING_JAR', args), bring }
}

/** `${INPUT1}` and `${OUTPUT1}`, as many articles write it, for the paths of the nodes. */
const fillIn = (text: string, work: Work) =>
  text.replace(/\$\{(INPUT|OUTPUT)(\d+)\}/gi, (whole, way: string, number: string) => {
    const node = objectsAt(work, work.object, way.toLowerCase())[Number(number) - 1]
    return (node && pathOf(node)) ?? whole
  })
