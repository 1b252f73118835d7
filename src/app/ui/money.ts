/** USD for people: cents from a dollar up, finer below, and never a bare zero for something that costs. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0.00'
  const size = Math.abs(usd)
  if (size < 0.0001) return usd < 0 ? '-<$0.0001' : '<$0.0001'
  const digits = size < 0.1 ? 4 : size < 1 ? 3 : size < 1000 ? 2 : 0
  return `${usd < 0 ? '-' : ''}$${size.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}
