// Runs a sampler that is a JavaScript library: `node drive.js PEER FOLDER COUNT OUT`, with
// NODE_PATH set to where the libraries are.
const fs = require("fs");
const path = require("path");

const [peer, folder, count, out] = process.argv.slice(2);

function sampler() {
  if (peer === "randexp") {
    const RandExp = require("randexp");
    const regex = new RandExp(fs.readFileSync(path.join(folder, "regex.txt"), "utf8"));
    return () => regex.gen();
  }
  const tracery = require("tracery-grammar");
  const rules = JSON.parse(fs.readFileSync(path.join(folder, "tracery.json"), "utf8"));
  const grammar = tracery.createGrammar(rules);
  return () => grammar.flatten("#origin#");
}

const file = fs.openSync(out, "w");
const draw = sampler();
let lines = [];
for (let i = 0; i < Number(count); i++) {
  lines.push(draw());
  if (lines.length === 1000 || i === Number(count) - 1) {
    fs.writeSync(file, lines.join("\n") + "\n");
    lines = [];
  }
}
