// The dashboard: fetches the board as JSON, and shows it. Text goes into the page as text alone.
(() => {
  'use strict';

  const root = document.querySelector('.gitops-dashboard[data-board]');
  if (!root) {
    return;
  }
  const words = {
    synced: 'In sync', drifted: 'Drifted', unknown: 'Unknown', pending: 'Not seen yet',
    application: 'Application', show: 'Show', all: 'All', search: 'Application or environment',
    environments: 'Environments', timeline: 'Timeline', connections: 'Connections', time: 'Time', what: 'What',
    where: 'Where', since: 'since', objects: 'objects', drifts: 'drifts', drift: 'drift', none: 'No environments yet.',
    noneHint: 'They appear as soon as a config repository was read and declares some.',
    noMatch: 'No environment matches the filter.', nothing: 'Nothing has happened yet.',
    lost: 'No connection. What stands here may be out of date.', git: 'Git', live: 'Cluster', absent: 'nothing',
    by: 'by', first: 'first seen', times: 'times', clean: 'Runs what Git says.', over: 'This drift is over.',
    repository: 'Repository', cluster: 'Cluster', reachable: 'reachable',
    'event-seen': 'seen', 'event-drift': 'drift', 'event-healed': 'put back', 'event-restored': 'stands again',
    'event-resolved': 'resolved', 'event-refused': 'not done', 'event-unknown': 'cannot be seen',
    'event-webhook-lost': 'changes without a webhook:',
  };
  const QUICK = 2000;
  const SLOWEST = 30000;

  let board = null;
  let etag = '';
  let pause = QUICK;
  let chosen = hash();
  const open = new Set();
  const details = new Map();

  /** What is chosen; a link that was cut off chooses nothing. */
  function hash() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch (e) {
      return '';
    }
  }

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) {
        element.addEventListener(key.slice(2), value);
      } else if (value !== null && value !== false) {
        element.setAttribute(key, value === true ? '' : value);
      }
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  const search = make('input', { type: 'search', 'aria-label': words.search, placeholder: words.search, oninput: render });
  const state = make(
    'select', { onchange: render },
    ...['', 'drifted', 'unknown', 'synced', 'pending'].map((value) => make('option', { value }, words[value || 'all'])),
  );
  const summary = make('p', { role: 'status', class: 'gitops-summary' });
  const notice = make('p', { class: 'gitops-notice', role: 'alert', hidden: true }, words.lost);
  const matrix = make('div', { class: 'gitops-scroll', tabindex: '0', role: 'region', 'aria-label': words.environments });
  const detail = make('section', { 'aria-live': 'polite' });
  const timeline = make('div', { class: 'gitops-scroll', tabindex: '0', role: 'region', 'aria-label': words.timeline });
  const connections = make('ul', {});
  root.append(
    make('div', { class: 'gitops-bar' }, search, make('label', {}, words.show, state)),
    notice, summary, matrix, detail,
    make('h2', {}, words.timeline), timeline,
    make('h2', {}, words.connections), connections,
  );

  const key = (place) => [place.repository, place.application, place.environment].join(' ');

  function when(iso) {
    const time = new Date(iso);
    return make('time', { datetime: iso, title: time.toLocaleString() }, ago(time));
  }

  function ago(time) {
    const seconds = Math.max(0, Math.round((Date.now() - time.getTime()) / 1000));
    const format = new Intl.RelativeTimeFormat(document.documentElement.lang || 'en', { numeric: 'auto' });
    for (const [unit, length] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
      if (seconds >= length) {
        return format.format(-Math.floor(seconds / length), unit);
      }
    }
    return format.format(-seconds, 'second');
  }

  function badge(name) {
    return make('span', { class: 'gitops-state gitops-state-' + name }, words[name] || name);
  }

  function matches(place) {
    const text = search.value.trim().toLowerCase();
    return (!state.value || place.state === state.value)
      && (!text || (place.application + ' ' + place.environment + ' ' + place.cluster).toLowerCase().includes(text));
  }

  function cell(place) {
    if (!place) {
      return make('td', {});
    }
    const count = place.drifts.length;
    return make('td', {}, make(
      'button',
      {
        class: 'gitops-cell', type: 'button', 'aria-pressed': String(key(place) === chosen),
        'aria-label': [place.application, place.environment, words[place.state],
          count ? count + ' ' + (count === 1 ? words.drift : words.drifts) : ''].filter(Boolean).join(', '),
        onclick: () => { location.hash = encodeURIComponent(key(place)); },
      },
      badge(place.state),
      make('div', { class: 'gitops-faint' },
        count ? count + ' ' + (count === 1 ? words.drift : words.drifts) : place.objects + ' ' + words.objects,
        place.revision ? ' · ' + place.revision.slice(0, 7) : ''),
      make('div', { class: 'gitops-faint' }, words.since + ' ', when(place.since)),
    ));
  }

  function renderMatrix() {
    const shown = board.environments.filter(matches);
    if (!shown.length) {
      const hint = board.environments.length ? [words.noMatch] : [make('strong', {}, words.none), ' ' + (root.dataset.hint || words.noneHint)];
      matrix.replaceChildren(make('p', { class: 'gitops-notice' }, ...hint));
      return;
    }
    const columns = [...new Set(shown.map((place) => place.environment))];
    const rows = new Map();
    for (const place of shown) {
      const row = place.repository + ' ' + place.application;
      if (!rows.has(row)) {
        rows.set(row, new Map());
      }
      rows.get(row).set(place.environment, place);
    }
    const several = new Set(board.environments.map((place) => place.repository)).size > 1;
    matrix.replaceChildren(make('table', {},
      make('thead', {}, make('tr', {},
        make('th', { scope: 'col' }, words.application), ...columns.map((name) => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, ...[...rows.values()].map((row) => {
        const any = row.values().next().value;
        return make('tr', {},
          make('th', { scope: 'row' }, any.application,
            several ? make('div', { class: 'gitops-faint' }, any.repository) : null),
          ...columns.map((name) => cell(row.get(name))));
      })),
    ));
  }

  function value(thing) {
    if (thing === null || thing === undefined) {
      return words.absent;
    }
    return typeof thing === 'string' ? thing : JSON.stringify(thing, null, 2);
  }

  /** Of two long texts the lines that differ, with two before and after. */
  function sides(field) {
    const both = [value(field.desired), value(field.live)];
    const [mine, other] = both.map((text) => text.split('\n'));
    if (mine.length + other.length < 12) {
      return both;
    }
    const shortest = Math.min(mine.length, other.length);
    let head = 0;
    while (head < shortest && mine[head] === other[head]) {
      head++;
    }
    let tail = 0;
    while (tail < shortest - head && mine[mine.length - 1 - tail] === other[other.length - 1 - tail]) {
      tail++;
    }
    const from = Math.max(0, head - 2);
    const left = Math.max(0, tail - 2);
    return [mine, other].map((lines) => (from ? '…\n' : '')
      + lines.slice(from, lines.length - left).join('\n') + (left ? '\n…' : ''));
  }

  function difference(field) {
    const [desired, live] = sides(field);
    return make('div', { class: 'gitops-field' },
      make('code', {}, field.path),
      field.manager
        ? make('span', { class: 'gitops-faint' }, ' ' + words.by + ' ' + field.manager + ' ', field.time ? when(field.time) : '')
        : null,
      make('pre', { class: 'gitops-desired' }, '− ' + words.git + ': ' + desired),
      make('pre', { class: 'gitops-live' }, '+ ' + words.live + ': ' + live));
  }

  function fields(drift) {
    const known = details.get(drift.number);
    if (!known) {
      return [];
    }
    if (known.over) {
      return [make('p', {}, words.over)];
    }
    return [
      known.reason ? make('p', {}, known.reason) : null,
      ...known.fields.map(difference),
    ].filter(Boolean);
  }

  async function load(drift) {
    const version = drift.lastSeen;
    const known = details.get(drift.number);
    if (known && known.lastSeen === version) {
      return;
    }
    const answer = await fetch(root.dataset.board + '/drifts/' + drift.number, { credentials: 'same-origin' });
    details.set(drift.number, { ...(answer.ok ? await answer.json() : { over: true }), lastSeen: version });
    renderDetail();
  }

  function renderDetail() {
    const place = board.environments.find((candidate) => key(candidate) === chosen);
    if (!place) {
      detail.replaceChildren();
      return;
    }
    const focused = detail.contains(document.activeElement) ? document.activeElement.dataset.drift : null;
    detail.replaceChildren(
      make('h2', {}, place.application + ' ' + place.environment + ' ', badge(place.state)),
      ...place.reasons.map((reason) => make('p', { class: 'gitops-notice' }, reason)),
      place.note ? make('p', { class: 'gitops-notice' }, place.note) : '',
      place.drifts.length || place.state !== 'synced' ? '' : make('p', {}, words.clean),
      ...place.drifts.map((drift) => make('details',
        {
          class: 'gitops-drift', open: open.has(drift.number),
          ontoggle: (event) => {
            if (event.target.open) {
              open.add(drift.number);
              load(drift).catch(() => {});
            } else {
              open.delete(drift.number);
            }
          },
        },
        make('summary', { 'data-drift': drift.number },
          make('strong', {}, drift.resource), ' ',
          drift.kinds.join(', '),
          make('div', { class: 'gitops-faint' },
            drift.manager ? words.by + ' ' + drift.manager + ' (' + drift.who + ') · ' : '',
            words.first + ' ', when(drift.firstSeen),
            drift.count > 1 ? ' · ' + drift.count + ' ' + words.times : '',
            drift.note ? ' · ' + drift.note : '')),
        make('div', {}, ...fields(drift)))),
    );
    if (focused) {
      detail.querySelector('[data-drift="' + CSS.escape(focused) + '"]')?.focus();
    }
    place.drifts.filter((drift) => open.has(drift.number)).forEach((drift) => load(drift).catch(() => {}));
  }

  function renderTimeline() {
    const lines = board.timeline.slice(0, 100);
    if (!lines.length) {
      timeline.replaceChildren(make('p', { class: 'gitops-notice' }, words.nothing));
      return;
    }
    timeline.replaceChildren(make('table', {},
      make('thead', {}, make('tr', {}, ...[words.time, words.where, words.what].map((name) => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, ...lines.map((line) => make('tr', {},
        make('td', { class: 'gitops-when' }, when(line.time)),
        make('td', {}, line.application ? line.application + ' ' + line.environment : line.repository),
        make('td', {}, make('strong', {}, words['event-' + line.event] || line.event), ' ',
          [line.resource, line.kinds.join(', '), line.event === 'seen' ? line.text.slice(0, 7) : line.text]
            .filter(Boolean).join(' · '))))),
    ));
  }

  function renderConnections() {
    const clusters = new Map();
    for (const place of board.environments.filter((candidate) => candidate.cluster)) {
      const known = clusters.get(place.cluster) || [];
      clusters.set(place.cluster, [...known, place]);
    }
    connections.replaceChildren(
      ...board.repositories.map((repository) => make('li', {},
        words.repository + ' ' + repository.repository + ': ', repository.trouble || words.reachable)),
      ...[...clusters].map(([name, places]) => {
        const lost = places.filter((place) => place.state === 'unknown');
        return make('li', {}, words.cluster + ' ' + name + ': ',
          lost.length ? [...new Set(lost.flatMap((place) => place.reasons))].join('; ') : words.reachable);
      }),
    );
  }

  function render() {
    if (!board) {
      return;
    }
    const counts = {};
    board.environments.forEach((place) => { counts[place.state] = (counts[place.state] || 0) + 1; });
    summary.replaceChildren(...['drifted', 'unknown', 'synced', 'pending']
      .filter((name) => counts[name])
      .flatMap((name) => [badge(name), ' ' + counts[name] + '  ']));
    const focused = matrix.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
    renderMatrix();
    if (focused) {
      [...matrix.querySelectorAll('button')].find((button) => button.getAttribute('aria-label') === focused)?.focus();
    }
    renderDetail();
    renderTimeline();
    renderConnections();
    root.dataset.version = board.version;
  }

  async function poll() {
    if (!document.hidden) {
      try {
        const answer = await fetch(root.dataset.board + '/board', {
          credentials: 'same-origin', cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {},
        });
        if (answer.status === 200) {
          etag = answer.headers.get('ETag') || '';
          board = await answer.json();
          render();
        } else if (answer.status !== 304) {
          throw new Error(String(answer.status));
        }
        notice.hidden = true;
        pause = QUICK;
      } catch (e) {
        notice.hidden = false;
        pause = Math.min(pause * 2, SLOWEST);
      }
    }
    setTimeout(poll, pause);
  }

  addEventListener('hashchange', () => {
    chosen = hash();
    render();
  });
  poll();
})();
