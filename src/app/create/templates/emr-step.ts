import { cluster, clusterParameters, parameter, root, template, to } from './parts.ts'

export const emrStep = template({
  name: 'emr-step',
  group: 'General',
  title: 'Run a job on EMR',
  about: 'Starts a cluster, runs steps on it, and ends it.',
  console: 'Run job on an Amazon EMR cluster',
  steps: ['Starts a cluster of the chosen release.', 'Runs the steps one after the other.', 'Ends the cluster.'],
  objects: [
    root,
    cluster(),
    { id: 'Job', name: 'Run the steps', type: 'EmrActivity', step: '#{mySteps}', runsOn: to('Cluster') },
  ],
  parameters: [
    parameter('mySteps', 'Steps to run', {
      isArray: 'true',
      watermark: 's3://my-bucket/job.jar,argument1,argument2',
      helpText: 'A JAR and its arguments, with commas between them.',
    }),
    ...clusterParameters,
  ],
})
