// Plain old JavaScript on purpose: this file must run on any Node, to say in one sentence what is missing.
'use strict';
var major = Number(process.versions.node.split('.')[0]);
if (major < 26) {
  console.error(
    'Naru needs Node 26, but this is Node ' +
      process.versions.node +
      '. Run "npm ci" with install scripts allowed for the package "node" (it brings Node 26 along), or install Node 26 yourself.',
  );
  process.exit(1);
}
