const root=process.cwd();
const {openStage}=await import(root+'/test/simulation/play.ts');
const {scenarioOf}=await import(root+'/test/simulation/scenario.ts');
const stage=await openStage(); const [from,count,fam]=[Number(process.argv[2]),Number(process.argv[3]),process.argv[4]];
let bad=0;
for(let s=from;s<from+count;s++){const w=await stage.wrongsOf(scenarioOf(s,3,fam)); if(w.length){bad++;console.log(s,w.join(' | ').slice(0,330));}}
console.log(count,'played',bad,'wrong');stage.close();
