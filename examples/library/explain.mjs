import { explainRule, explainStack, list } from 'blkcheck';

const { stops, risks } = await explainStack('ide/writeback');
for (const { what, where } of stops) console.log(what, where);
const [rule] = risks.flatMap(({ rules }) => rules);
console.log(rule, (await explainRule(rule)).title);
console.log((await list('faults')).map(({ id }) => id).join(' '));
