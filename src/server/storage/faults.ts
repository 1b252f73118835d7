/** The answers of S3 to what cannot be done: code → status and a sentence for when there is nothing better to say. */
const table = {
  AccessDenied: [403, 'Access denied.'],
  AuthorizationHeaderMalformed: [400, 'The authorization header cannot be read.'],
  AuthorizationQueryParametersError: [400, 'The signature in the query cannot be read.'],
  BadDigest: [400, 'The bytes that arrived do not have the checksum that was sent with them.'],
  BucketAlreadyOwnedByYou: [409, 'The bucket exists already, and it is yours.'],
  BucketNotEmpty: [409, 'The bucket still holds objects. Remove them first.'],
  EntityTooLarge: [400, 'The body is larger than the largest object allowed.'],
  EntityTooSmall: [400, 'Every part but the last must have at least 5 MiB.'],
  IncompleteBody: [400, 'The body ended before the length that was announced.'],
  InternalError: [500, 'Something broke on our side. The log of Pipewright says more.'],
  InvalidAccessKeyId: [403, 'The access key is not known here.'],
  InvalidArgument: [400, 'An argument has a value that is not allowed.'],
  InvalidBucketName: [400, 'A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens.'],
  InvalidDigest: [400, 'Content-MD5 is not the base64 form of 16 bytes.'],
  InvalidPart: [400, 'A part that is named was not uploaded, or has another ETag.'],
  InvalidPartNumber: [416, 'The object has no such part.'],
  InvalidPartOrder: [400, 'The parts are not in ascending order.'],
  InvalidRange: [416, 'The range lies outside the object.'],
  InvalidRequest: [400, 'The request contradicts itself.'],
  InvalidURI: [400, 'The address cannot be decoded.'],
  KeyTooLongError: [400, 'A key may have at most 1,024 bytes.'],
  MalformedXML: [400, 'The XML is not well formed or not of the shape that this operation takes.'],
  MalformedTrailerError: [400, 'The trailer of the body is not the one that was announced.'],
  MetadataTooLarge: [400, 'Metadata may have at most 2,048 bytes.'],
  MethodNotAllowed: [405, 'This method is not allowed here.'],
  MissingContentLength: [411, 'The request needs a Content-Length.'],
  NoSuchBucket: [404, 'There is no such bucket.'],
  NoSuchKey: [404, 'There is no such key.'],
  NoSuchUpload: [404, 'There is no such upload; it may have been completed or aborted.'],
  NotImplemented: [501, 'This store does not do that.'],
  PreconditionFailed: [412, 'A condition of the request does not hold.'],
  RequestTimeTooSkewed: [403, 'The clock of the client is more than 15 minutes off.'],
  SignatureDoesNotMatch: [403, 'The signature does not match.'],
  XAmzContentSHA256Mismatch: [400, 'The body does not have the SHA-256 that was signed.'],
} as const satisfies Record<string, readonly [number, string]>

export type S3Code = keyof typeof table

/** A request to the store that cannot be met; `more` are further elements or headers that S3 tells with this code. */
export class S3Fault extends Error {
  readonly code: S3Code
  readonly status: number
  readonly more: Readonly<Record<string, string>>

  constructor(code: S3Code, message?: string, more: Readonly<Record<string, string>> = {}) {
    super(message ?? table[code][1])
    this.name = code
    this.code = code
    this.status = table[code][0]
    this.more = more
  }
}
