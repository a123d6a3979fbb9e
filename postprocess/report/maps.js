// The maps of a run: a cross section of the cell on a canvas, with a slider of time and values under the mouse.
'use strict';

const mapRoom = {left: 56, right: 92, top: 10, bottom: 44, width: 560};

// Bytes of an embedded picture, red, green, blue and alpha of each point.
async function pointsOf(source, width, height) {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

// The raster: index of a point, value of a frame there. A raster from the axis outwards is shown on both sides of it.
class Maps {
  constructor(data, regions) {
    Object.assign(this, data);
    this.regionBytes = regions;
    this.frameBytes = [];
    this.left = this.mirrored ? -this.r1 : this.r0;
    this.stepR = (this.r1 - this.r0) / (this.nR - 1);
    this.stepZ = (this.z1 - this.z0) / (this.nZ - 1);
    this.scale = mapRoom.width / (this.r1 - this.left);
    this.height = (this.z1 - this.z0) * this.scale;
    if (this.height > 620) { this.scale *= 620 / this.height; this.height = 620; }
    this.width = (this.r1 - this.left) * this.scale;
  }
  // Rows of the embedded pictures run from the top.
  index(i, j) { return 4 * ((this.nZ - 1 - j) * this.nR + i); }
  region(k) { return this.regionBytes[k]; }
  temperature(frame, k) {
    const bytes = this.frameBytes[frame], part = (256 * bytes[k] + bytes[k + 1]) / 65535;
    return this.lowest + part * (this.highest - this.lowest);
  }
  crystallinity(frame, k) { return this.frameBytes[frame][k + 2] / 255; }
  isOutside(k) { return this.region(k) === 255; }
  changes(k) { return this.phaseChange.includes(this.region(k)); }
  // Point of the raster at a place of the canvas; null outside of it.
  at(x, y) {
    const r = this.left + (x - mapRoom.left) / this.scale, z = this.z1 - (y - mapRoom.top) / this.scale;
    const i = Math.round(((this.mirrored ? Math.abs(r) : r) - this.r0) / this.stepR);
    const j = Math.round((z - this.z0) / this.stepZ);
    return i < 0 || j < 0 || i >= this.nR || j >= this.nZ ? null : {r, z, k: this.index(i, j)};
  }
}

function colourOfTemperature(maps, frame, k) {
  const part = (maps.temperature(frame, k) - maps.lowest) / (maps.highest - maps.lowest || 1);
  return maps.heat[Math.min(maps.heat.length - 1, Math.max(0, Math.floor(part * maps.heat.length)))];
}

function colourOfPhase(maps, frame, k) {
  if (!maps.changes(k)) return maps.regionColours[maps.region(k)];
  if (maps.melting !== null && maps.temperature(frame, k) >= maps.melting) return maps.liquid;
  const c = maps.crystallinity(frame, k);
  return maps.glass.map((g, n) => Math.round((1 - c) * g + c * maps.crystal[n]));
}

// The raster in colours, a pixel per point, on both sides of the axis where it is mirrored.
function pictureOf(maps, frame, colour) {
  const shared = maps.mirrored && maps.r0 < 0.25 * maps.stepR ? 1 : 0, left = maps.mirrored ? maps.nR - shared : 0;
  const image = new ImageData(left + maps.nR, maps.nZ);
  for (let j = 0; j < maps.nZ; ++j)
    for (let i = 0; i < maps.nR; ++i) {
      const k = maps.index(i, j), c = maps.isOutside(k) ? [255, 255, 255] : colour(maps, frame, k);
      for (const column of maps.mirrored ? [left + i, left - 1 + shared - i] : [i])
        if (column >= 0) image.data.set([c[0], c[1], c[2], 255], 4 * ((maps.nZ - 1 - j) * image.width + column));
    }
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

// Lines between neighbouring points for which differ(a, b).
function bordersOf(maps, differ) {
  const path = new Path2D();
  const x = r => mapRoom.left + (r - maps.left) * maps.scale, y = z => mapRoom.top + (maps.z1 - z) * maps.scale;
  const line = (r0, z0, r1, z1) => {
    for (const side of maps.mirrored ? [1, -1] : [1]) {
      path.moveTo(x(side * r0), y(z0));
      path.lineTo(x(side * r1), y(z1));
    }
  };
  for (let j = 0; j < maps.nZ; ++j)
    for (let i = 0; i < maps.nR; ++i) {
      const k = maps.index(i, j), r = maps.r0 + (i + 0.5) * maps.stepR, z = maps.z0 + (j + 0.5) * maps.stepZ;
      if (i + 1 < maps.nR && differ(k, maps.index(i + 1, j))) line(r, z - maps.stepZ, r, z);
      if (j + 1 < maps.nZ && differ(k, maps.index(i, j + 1))) line(r - maps.stepR, z, r, z);
    }
  return path;
}

function niceTicks(low, high) {
  const raw = (high - low) / 5, power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find(m => raw <= m * power * (1 + 1e-9)) || 10), ticks = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high * (1 + 1e-9) + 1e-9; ++n) ticks.push(n * step);
  return ticks;
}

function drawFrame(context, maps) {
  const {left, top} = mapRoom, bottom = top + maps.height;
  context.strokeStyle = '#333';
  context.strokeRect(left, top, maps.width, maps.height);
  context.fillStyle = '#222';
  context.font = '11.5px ' + font.family;
  context.textAlign = 'center';
  for (const r of niceTicks(maps.left, maps.r1)) {
    const x = left + (r - maps.left) * maps.scale;
    context.fillRect(x, bottom, 1, 5);
    context.fillText(readable(r), x, bottom + 17);
  }
  context.fillText(maps.across, left + maps.width / 2, bottom + 36);
  context.textAlign = 'right';
  for (const z of niceTicks(maps.z0, maps.z1)) {
    const y = top + (maps.z1 - z) * maps.scale;
    context.fillRect(left - 5, y, 5, 1);
    context.fillText(readable(z), left - 8, y + 4);
  }
  context.save();
  context.translate(14, top + maps.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText('z (nm)', 0, 0);
  context.restore();
}

function drawTemperatureBar(context, maps) {
  const x = mapRoom.left + maps.width + 14, n = maps.heat.length, step = maps.height / n;
  maps.heat.forEach((c, i) => {
    context.fillStyle = `rgb(${c})`;
    context.fillRect(x, mapRoom.top + maps.height - (i + 1) * step, 14, step + 1);
  });
  context.strokeStyle = context.fillStyle = '#333';
  context.strokeRect(x, mapRoom.top, 14, maps.height);
  context.textAlign = 'left';
  for (const T of niceTicks(maps.lowest, maps.highest)) {
    const y = mapRoom.top + maps.height * (1 - (T - maps.lowest) / (maps.highest - maps.lowest));
    context.fillText(readable(T), x + 19, y + 4);
  }
  context.fillText('T (K)', x + 50, mapRoom.top + 10);
}

function drawPhaseKey(context, maps) {
  const x = mapRoom.left + maps.width + 14;
  [['crystal', maps.crystal], ['glass', maps.glass], ['melt', maps.liquid]].forEach(([name, colour], i) => {
    context.fillStyle = `rgb(${colour})`;
    context.fillRect(x, mapRoom.top + 20 * i, 14, 12);
    context.strokeStyle = context.fillStyle = '#333';
    context.strokeRect(x, mapRoom.top + 20 * i, 14, 12);
    context.textAlign = 'left';
    context.fillText(name, x + 19, mapRoom.top + 20 * i + 10);
  });
}

function drawMap(canvas, maps, frame, isPhase) {
  const context = canvas.getContext('2d'), {left, top} = mapRoom;
  const half = {r: maps.stepR / 2 * maps.scale, z: maps.stepZ / 2 * maps.scale};
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.save();
  context.beginPath();
  context.rect(left, top, maps.width, maps.height);
  context.clip();
  context.imageSmoothingEnabled = false;
  context.drawImage(pictureOf(maps, frame, isPhase ? colourOfPhase : colourOfTemperature), left - half.r, top - half.z,
                    maps.width + 2 * half.r, maps.height + 2 * half.z);
  context.strokeStyle = '#3a3a3a';
  context.lineWidth = 0.9;
  context.stroke(maps.outlines);
  const isGlass = k => maps.changes(k) && maps.crystallinity(frame, k) < 0.5;
  const isMelt = k => maps.melting !== null && maps.temperature(frame, k) >= maps.melting;
  for (const [test, colour] of [[isGlass, '#1f6fd0'], [isMelt, '#111']]) {
    context.strokeStyle = colour;
    context.lineWidth = 1.6;
    context.stroke(bordersOf(maps, (a, b) => !maps.isOutside(a) && !maps.isOutside(b) && test(a) !== test(b)));
  }
  context.restore();
  drawFrame(context, maps);
  (isPhase ? drawPhaseKey : drawTemperatureBar)(context, maps);
}

function controlsOf(view, maps) {
  const bar = addDivision(view, 'bar'), field = bar.appendChild(document.createElement('select'));
  for (const name of ['temperature', 'phases']) field.append(new Option(name, name));
  const slider = document.createElement('input'), time = document.createElement('span');
  Object.assign(slider, {type: 'range', min: 0, max: maps.frames.length - 1, step: 1, value: 0});
  slider.setAttribute('aria-label', 'time');
  bar.append(' ', slider, ' ', time);
  return {field, slider, time};
}

// Fills a place of the page with the maps that stand in it as JSON; view.ready is a promise of the first picture.
function makeMaps(view) {
  view.ready = (async () => {
    const data = JSON.parse(view.querySelector('script').textContent);
    const maps = new Maps(data, await pointsOf(data.regions, data.nR, data.nZ));
    for (const frame of maps.frames) maps.frameBytes.push(await pointsOf(frame.points, data.nR, data.nZ));
    maps.outlines = bordersOf(maps, (a, b) => maps.region(a) !== maps.region(b));
    const place = addDivision(view, 'map-view'), {field, slider, time} = controlsOf(place, maps);
    const canvas = place.appendChild(document.createElement('canvas')), values = place.appendChild(document.createElement('output'));
    const width = mapRoom.left + maps.width + mapRoom.right, height = mapRoom.top + maps.height + mapRoom.bottom;
    Object.assign(canvas, {width: 2 * width, height: 2 * height});
    canvas.style.width = width + 'px';
    let mouse = null;
    const tell = () => {
      const p = mouse && maps.at(mouse.x, mouse.y), frame = Number(slider.value);
      values.textContent = !p || maps.isOutside(p.k) ? '' :
        `${maps.across[0]} = ${readable(p.r, 4)} nm, z = ${readable(p.z, 4)} nm: ${readable(maps.temperature(frame, p.k), 4)} K, ` +
        `${maps.names[maps.region(p.k)]}` +
        (maps.changes(p.k) ? `, crystallinity ${maps.crystallinity(frame, p.k).toFixed(2)}` : '');
    };
    const draw = () => {
      time.textContent = maps.frames[slider.value].label;
      drawMap(canvas, maps, Number(slider.value), field.value === 'phases');
      tell();
    };
    slider.addEventListener('input', draw);
    field.addEventListener('input', draw);
    canvas.addEventListener('mousemove', event => {
      const box = canvas.getBoundingClientRect(), shrunk = width / box.width;
      mouse = {x: (event.clientX - box.left) * shrunk, y: (event.clientY - box.top) * shrunk};
      tell();
    });
    draw();
  })();
}
