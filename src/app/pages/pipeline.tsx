import { Outlet } from '@tanstack/react-router'

export const PipelineFrame = () => <Outlet />
