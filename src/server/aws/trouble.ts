import { Fault } from '../../api/faults.ts'

/**
 * What went wrong on the way to AWS as a fault with a sentence: what, with which connection, and what to do. `service`
 * is the prefix that IAM gives the operation.
 */
export function faultFrom(error: unknown, operation: string, connection: string, service = 'datapipeline'): Fault {
  if (error instanceof Fault) return error
  const { name = '', message = '', $metadata } = error as Error & { readonly $metadata?: { httpStatusCode?: number } }
  const said = message && message !== 'UnknownError' ? ` It says: ${sentence(message)}` : ''
  if (/Throttl|TooManyRequests|RequestLimitExceeded/.test(name) || $metadata?.httpStatusCode === 429)
    return new Fault(
      'ThrottlingException',
      `AWS is asked too often by this account just now (${operation}), and went on saying so. Wait a minute and try again.`,
    )
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError/.test(name))
    return new Fault(
      'AccessDeniedException',
      `${connection} may not call ${operation}. Its user or role needs the action ${service}:${operation}.${said}`,
    )
  if (/ExpiredToken|TokenRefreshRequired/.test(name) || /expired/i.test(message))
    return new Fault(
      'UnrecognizedClientException',
      `The credentials of ${connection} have expired. Sign in again (such as with aws sso login), then try again.`,
    )
  if (/CredentialsProviderError|TokenProviderError/.test(name) || /credential/i.test(message))
    return new Fault('UnrecognizedClientException', `No credentials were found for ${connection}.${said}`)
  if (
    /UnrecognizedClient|InvalidSignature|AuthFailure|InvalidClientTokenId|IncompleteSignature|SignatureDoesNotMatch/.test(
      name,
    )
  )
    return new Fault(
      'UnrecognizedClientException',
      `The other side does not accept the credentials of ${connection}.${said}`,
    )
  if (unreachable.test(`${name} ${message} ${(error as { code?: string }).code ?? ''}`))
    return new Fault(
      'InvalidRequestException',
      `${connection} could not be reached: check the region, the endpoint and the network.${said}`,
    )
  return new Fault('InvalidRequestException', `${operation} with ${connection} was refused.${said || ` (${name})`}`)
}

const unreachable = /ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|TimeoutError|EHOSTUNREACH|certificate/

const sentence = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`)
