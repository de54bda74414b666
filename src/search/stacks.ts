import { defaultProfile } from '../catalogue/profiles.js';
import type { Configuration } from '../model/configuration.js';
import type { StackChoice } from '../model/finding.js';
import { buildBareMetal, buildStack, buildStrictest } from '../stack/build.js';
import type { Stack } from '../stack/stack.js';

export function stackOf(choice: StackChoice, configuration: Configuration): Stack {
  switch (choice.kind) {
    case 'configuration':
      return buildStack(configuration);
    case 'bare-metal':
      return buildBareMetal(choice.guest === 'configured' ? configuration.guest : guestDefaults);
    case 'strictest':
      return buildStrictest();
  }
}

/** How a guest is set up by default. */
export const guestDefaults: Configuration['guest'] = {
  mount: defaultProfile.mount,
  elevator: defaultProfile.elevator,
};
