# Programs from Maven; sourced by the services' scripts.

# java_17: whether there is a Java that runs them all, with its compiler.
java_17() {
  command -v javac >/dev/null && [ "$(javac -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')" -ge 17 ]
}

# fetch_jars <service>: puts what <service>/pom.xml names, with all that this needs, into the cache, once.
# Sets `jars` to the folder.
fetch_jars() {
  local service=$1
  java_17 || install "Java 17" default-jdk-headless
  # The name changes with the list, so that a new version is fetched.
  jars=$state_dir/jars/$service-$(sha256sum "$service/pom.xml" | cut -c1-12)
  [ ! -f "$jars/.complete" ] || return 0
  command -v mvn >/dev/null || install Maven maven
  mkdir -p "$jars"
  mkdir -p "$state_dir/log"
  if ! mvn -B -q -f "$service/pom.xml" -Dmaven.repo.local="$state_dir/maven" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$jars" >"$(log_file "$service-jars")" 2>&1; then
    echo "Maven could not fetch the programs of $service. Its log, $(log_file "$service-jars"), begins with:" >&2
    head -n 5 "$(log_file "$service-jars")" >&2
    return 1
  fi
  touch "$jars/.complete"
}
