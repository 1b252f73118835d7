/**
 * Gives the memory of a large buffer back at once, for the garbage collector lets a hundred megabytes of them gather
 * before it comes by. Only for whoever alone holds it: its bytes are gone.
 */
export function letGo({ buffer }: Uint8Array): void {
  // Small ones may share their memory with others.
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
}
