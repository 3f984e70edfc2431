// Lays out the graph on standard input by elkjs (its folder is the argument); prints it with the milliseconds taken.
'use strict';
const path = require('path');
const ELK = require(path.resolve(process.argv[2], 'lib', 'elk.bundled.js'));

let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (part) => { text += part; });
process.stdin.on('end', async () => {
  const graph = JSON.parse(text);
  const elk = new ELK();
  await elk.layout({ id: 'warm', children: [{ id: 'a', width: 9, height: 9 }] });
  const begin = process.hrtime.bigint();
  const laid = await elk.layout(graph);
  const taken = Number(process.hrtime.bigint() - begin) / 1e6;
  process.stdout.write(JSON.stringify({ milliseconds: taken, graph: laid }));
});
