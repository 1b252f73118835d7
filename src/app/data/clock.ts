import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { environmentQuery } from './pipelines.ts'
import { useService } from './service.ts'

/** The engine's time now, in UTC milliseconds, told anew every `step` milliseconds. It may run faster than the wall's. */
export function useEngineNow(step = 1000): number {
  const { data } = useQuery(environmentQuery(useService()))
  const [wall, setWall] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setWall(Date.now()), step)
    return () => clearInterval(timer)
  }, [step])
  return data ? data.now + (wall - data.askedAt) * data.speed : wall
}
