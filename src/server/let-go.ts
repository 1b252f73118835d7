/**
 * Gives the memory of a large buffer back at once, for the garbage collector lets a hundred megabytes of them gather
 * before it comes by. Only for whoever alone holds it: its bytes are gone.
 */
export function letGo(bytes: Buffer<ArrayBuffer>): void {
  // Small ones may share their memory with others.
  if (bytes.buffer.byteLength > Buffer.poolSize) bytes.buffer.transfer(0)
}
