import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { Fault } from '../api/faults.ts'
import { type OperationName, operations, type PipelineService } from '../api/operations.ts'
import type { Face, GatewayAnswer, GatewayRequest, Log } from './face.ts'
import type { KeyPair } from './keys.ts'
import { claimOf, headerOf, type RefusalReason, verify } from './sigv4.ts'
import { unwrittenBecause } from './unwritten.ts'

const contentType = 'application/x-amz-json-1.1'
const largestBody = 20 * 2 ** 20

/** What AWS calls a signature that it does not accept, in services that speak JSON. */
const refusals: Readonly<Record<RefusalReason, string>> = {
  missing: 'MissingAuthenticationTokenException',
  malformed: 'IncompleteSignatureException',
  unknownKey: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  skewed: 'InvalidSignatureException',
  notYetValid: 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
  unsignedHeader: 'InvalidSignatureException',
}

/** `client` is how an AWS client calls itself, such as `aws-cli/2.15.1`. */
export type Heard = (name: OperationName, input: unknown, client: string) => void

export interface WireOptions {
  readonly service: PipelineService
  readonly keys: KeyPair
  readonly now: () => number
  readonly log: Log
  readonly heard?: Heard
}

/**
 * The endpoint that AWS CLI and SDKs talk to: one address, the operation named in a header, JSON both ways (awsJson
 * 1.1). The service hashes the body itself, because botocore does not send its hash.
 */
export function wireFace({ service, keys, now, log, heard }: WireOptions): Face {
  return async request => {
    try {
      const body = await collect(request)
      const claim = claimOf(request)
      const signed = 'refused' in claim ? claim : verify(request, claim, keys, now(), sha256(body))
      if ('refused' in signed) throw new WireError(refusals[signed.refused], signed.message)
      const name = operationOf(request)
      const input = checkInput(name, withFields(parse(body)))
      const call = service[name] as (input: unknown, signal: AbortSignal) => Promise<unknown>
      const output = await call(input, request.signal)
      heard?.(name, input, clientOf(request))
      return jsonAnswer(request, 200, output === undefined ? '' : JSON.stringify(output))
    } catch (error) {
      return failure(request, error, log)
    }
  }
}

/** An answer in the form that every AWS client turns into a typed exception. */
export function wireFailure(request: GatewayRequest, name: string, message: string, status = 400): GatewayAnswer {
  return jsonAnswer(request, status, JSON.stringify({ __type: name, message }))
}

/** A name that AWS's JSON services give to a request they cannot read; the service itself throws `Fault`. */
class WireError extends Error {
  readonly status: number
  constructor(name: string, message: string, status = 400) {
    super(message)
    this.name = name
    this.status = status
  }
}

function failure(request: GatewayRequest, error: unknown, log: Log): GatewayAnswer {
  if (error instanceof WireError) return wireFailure(request, error.name, error.message, error.status)
  if (error instanceof Fault && error.name !== 'InternalServiceError')
    return wireFailure(request, error.name, error.message)
  if (!request.signal.aborted) log(`Request ${request.id} of the Data Pipeline endpoint failed.`, error)
  const message =
    error instanceof Fault
      ? error.message
      : (unwrittenBecause(error) ?? 'Something broke on our side. The log of Pipewright says more.')
  return wireFailure(request, 'InternalServiceError', message, 500)
}

function jsonAnswer(request: GatewayRequest, status: number, body: string): GatewayAnswer {
  return { status, headers: { 'content-type': contentType, 'x-amzn-requestid': request.id }, body }
}

/** Of all that a client says of itself, its name and number: what comes first. */
const clientOf = (request: GatewayRequest): string =>
  /^[^\s]{1,60}/.exec(headerOf(request, 'user-agent') ?? '')?.[0] ?? 'an AWS client'

function operationOf(request: GatewayRequest): OperationName {
  const target = headerOf(request, 'x-amz-target') ?? ''
  const name = /^DataPipeline(?:_20121129)?\.(\w+)$/.exec(target)?.[1] ?? ''
  if (request.method !== 'POST' || request.path !== '/' || !Object.hasOwn(operations, name))
    throw new WireError('UnknownOperationException', `${target || 'A request without X-Amz-Target'} is no operation.`)
  const type = headerOf(request, 'content-type') ?? ''
  if (!/^application\/x-amz-json-1\.[01]\s*(;|$)/i.test(type))
    throw new WireError('SerializationException', `Send the body as ${contentType}, not as ${type || 'nothing'}.`)
  return name as OperationName
}

async function collect(request: GatewayRequest): Promise<Buffer> {
  const tooLarge = () => new WireError('RequestEntityTooLargeException', 'A request may have at most 20 MiB.', 413)
  if (Number(headerOf(request, 'content-length') ?? 0) > largestBody) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.length
    if (size > largestBody) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parse(body: Buffer): unknown {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return withoutNulls(value)
  } catch {
    // told below
  }
  throw new WireError('SerializationException', 'The body is not a JSON object.')
}

/** A member that is null counts as one that is not there: some clients send every member they know. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]))
}

/** An old page of the API reference calls the fields of an object its slots. */
function withFields(input: unknown): unknown {
  const { pipelineObjects, ...rest } = input as { readonly pipelineObjects?: unknown }
  if (!Array.isArray(pipelineObjects)) return input
  const renamed = (object: unknown) => {
    if (typeof object !== 'object' || object === null || !('slots' in object) || 'fields' in object) return object
    const { slots, ...others } = object
    return { ...others, fields: slots }
  }
  return { ...rest, pipelineObjects: pipelineObjects.map(renamed) }
}

function checkInput(name: OperationName, input: unknown): unknown {
  const checked = operations[name].input.safeParse(input)
  if (checked.success) return checked.data
  const { issues } = checked.error
  const misfit = issues.find(issue => issue.code === 'invalid_type' && at(input, issue.path) !== undefined)
  if (misfit)
    throw new WireError(
      'SerializationException',
      `${pathOf(misfit)}: ${kindOf(at(input, misfit.path))} is not expected here.`,
    )
  const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`
  throw new WireError('ValidationException', `${count}: ${issues.map(issue => constraint(issue, input)).join('; ')}`)
}

/** The sentence that AWS's services have for a value outside the model, which clients and scripts know. */
function constraint(issue: z.core.$ZodIssue, input: unknown): string {
  const value = at(input, issue.path)
  const shown = value === undefined ? 'null' : `'${shorten(typeof value === 'string' ? value : JSON.stringify(value))}'`
  return `Value ${shown} at '${pathOf(issue)}' failed to satisfy constraint: ${rule(issue, value)}`
}

function rule(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'Member must not be null'
  const than = (least: boolean, limit: unknown) =>
    `Member must have ${typeof value === 'number' ? 'value' : 'length'} ${least ? 'greater' : 'less'} than or equal to ${limit}`
  if (issue.code === 'too_small') return than(true, issue.minimum)
  if (issue.code === 'too_big') return than(false, issue.maximum)
  if (issue.code === 'invalid_value') return `Member must satisfy enum value set: [${issue.values.join(', ')}]`
  return issue.message
}

const at = (input: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input)

/** `pipelineObjects.1.member.fields`, the way AWS counts: lists from 1. */
const pathOf = ({ path }: z.core.$ZodIssue) =>
  path.map(key => (typeof key === 'number' ? `${key + 1}.member` : String(key))).join('.')

const kindOf = (value: unknown) => (Array.isArray(value) ? 'a list' : `a value of the kind ${typeof value}`)
const shorten = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text)
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex')
