/** How Hadoop's file system reaches the store. A `$NAME` is a variable of the command. */
export const storageSettings: Readonly<Record<string, string>> = {
  'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
  'fs.s3n.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
  'fs.s3a.endpoint': '$AWS_ENDPOINT_URL_S3',
  'fs.s3a.path.style.access': 'true',
}

/** Those settings as arguments of a program, each `name=value`. */
export const storageArguments = Object.entries(storageSettings).map(([name, value]) => `${name}=${value}`)

const properties = Object.entries(storageSettings)
  .map(([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`)
  .join('\n')

/**
 * Lines of bash before a command of Hadoop's, or one that may call Hadoop. The programs of jars take no settings as
 * arguments, so they get a copy of the machine's configuration with ours behind it. The jars of S3 belong to Hadoop's
 * optional tools, and that of streaming lies where only Hadoop knows.
 */
export const hadoopSettings = `
if command -v hadoop >/dev/null; then
  export HADOOP_OPTIONAL_TOOLS="\${HADOOP_OPTIONAL_TOOLS:+$HADOOP_OPTIONAL_TOOLS,}hadoop-aws"
  mkdir -p hadoop-conf
  IFS=: read -ra places <<<"$(hadoop classpath 2>/dev/null)"
  for place in "\${places[@]}"; do
    if [ -f "$place/core-site.xml" ] || [ -f "$place/hadoop-env.sh" ]; then cp -RL "$place/." hadoop-conf/ 2>/dev/null; break; fi
  done
  site=$(cat hadoop-conf/core-site.xml 2>/dev/null)
  [[ $site == *'</configuration>'* ]] || site='<configuration>'
  rm -f hadoop-conf/core-site.xml
  cat >hadoop-conf/core-site.xml <<END
\${site%</configuration>*}
${properties}
</configuration>
END
  export HADOOP_CONF_DIR=$PWD/hadoop-conf
  for home in "$HADOOP_HOME" "$(dirname "$(readlink -f "$(command -v hadoop)")")/.."; do
    for jar in "$home"/share/hadoop/tools/lib/hadoop-streaming-[0-9]*.jar /usr/lib/hadoop-mapreduce/hadoop-streaming.jar; do
      [ ! -f "$jar" ] || HADOOP_STREAMING_JAR=\${HADOOP_STREAMING_JAR:-$jar}
    done
  done
  : "\${HADOOP_STREAMING_JAR:=hadoop-streaming.jar}"
fi
`
