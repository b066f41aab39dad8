// What Chatito makes of a file, one JSON value a line: [intent, tokens].
// node chatito.js FILE sample N | node chatito.js FILE all MOST
const fs = require('fs');
const path = require('path');

const main = require.resolve('chatito/dist/main');
// Seeded, so that a test says the same each time.
let state = 1;
const chance = require(require.resolve('chance', { paths: [path.dirname(main)] }));
(chance.Chance || chance).prototype.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
    x = Math.imul(x ^ (x >>> 15), 0x45d9f3b);
    return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
};
const gen = require(main);

const [file, how, number] = process.argv.slice(2);
const importer = (from, to) => {
    const filePath = path.resolve(path.dirname(from), to);
    return { filePath, dsl: fs.readFileSync(filePath, 'utf8') };
};
const defs = gen.definitionsFromAST(gen.astFromString(fs.readFileSync(file, 'utf8')), importer, file);
const out = [];
// What it stops at (empty texts) is left out, so that the rest is seen.
const stopped = 'Some sentence generated an empty string';
(async () => {
    for (const key of Object.keys(defs.Intent)) {
        const entity = defs.Intent[key];
        const cache = new Map();
        const count = how === 'all' ? Math.min(entity.cardinality, Number(number)) : Number(number);
        for (let i = 0; i < count; i++) {
            try {
                const tokens = how === 'all'
                    ? gen.getExampleByNumber(defs, entity, i)
                    : await gen.getVariationsFromEntity(entity, defs, false, cache);
                out.push(JSON.stringify([key, tokens]));
            } catch (error) {
                if (!error.message.startsWith(stopped)) throw error;
            }
        }
        out.push(JSON.stringify([key, entity.cardinality]));
    }
    process.stdout.write(out.join('\n') + '\n');
})();
