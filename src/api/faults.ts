/** Named failures of a request. The first five are the service's modelled exceptions, the rest generic AWS ones. */
export type FaultName =
  | 'InternalServiceError'
  | 'InvalidRequestException'
  | 'PipelineNotFoundException'
  | 'PipelineDeletedException'
  | 'TaskNotFoundException'
  | 'ThrottlingException'
  | 'UnknownOperationException'
  | 'SerializationException'
  | 'AccessDeniedException'
  | 'UnrecognizedClientException'
  | 'NotFound'

/** A request that cannot be met, and why, in a sentence for people. */
export class Fault extends Error {
  constructor(name: FaultName, message: string) {
    super(message)
    this.name = name
  }
}
