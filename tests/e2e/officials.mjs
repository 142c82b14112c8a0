// A copy of dist/ beside which the fixture campaign of 168 communes and 15 departments lies.
import { copyFileSync, cpSync } from 'node:fs';
import { dist } from './fixtures.mjs';

/** Serves it; gives the campaign's id. */
export function withOfficials(site, info) {
  const folder = info.outputPath('dist');
  cpSync(dist, folder, { recursive: true });
  copyFileSync('tests/data/campaigns/officials168.json', `${folder}/campaigns/officials168.json`);
  site.use(folder);
  return 'officials168';
}
