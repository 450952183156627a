import { departementName } from "../matching/territory-names.ts";
import { useText } from "../ui/context.ts";
import { MAINLAND_SHAPES, MAP_BOX, OVERSEAS_SHAPES, type Shape } from "./departement-map.ts";
import { departementFound, SEARCH } from "./search-messages.ts";

type Props = {
  readonly counts: ReadonlyMap<string, number>;
  readonly chosen: string;
  /** The same search in one département. */
  readonly hrefOf: (code: string) => string;
};

/** France by département: those with campaigns are links, and stand in a list below the map too. */
export function DepartementMap({ counts, chosen, hrefOf }: Props) {
  const t = useText();
  return (
    <section class="map" aria-labelledby="map-title">
      <h2 id="map-title">{t(SEARCH.map)}</h2>
      <p class="hint">{t(SEARCH.mapHint)}</p>
      <svg viewBox={MAP_BOX}>
        <title>{t(SEARCH.map)}</title>
        <path d={emptyShapes(counts)} />
        {MAINLAND_SHAPES.map((shape) => (
          <Departement shape={shape} counts={counts} chosen={chosen} hrefOf={hrefOf} key={shape.code} />
        ))}
        {OVERSEAS_SHAPES.map((shape) => (
          <g transform={`translate(${shape.x} ${shape.y})`} key={shape.code}>
            <rect class="inset" width="56" height="56" rx="6" />
            {counts.has(shape.code) || <path d={shape.path} />}
            <Departement shape={shape} counts={counts} chosen={chosen} hrefOf={hrefOf} />
          </g>
        ))}
      </svg>
      <ul class="links">
        {[...counts].map(([code, count]) => (
          <li key={code}>
            <a href={hrefOf(code)} aria-current={code === chosen ? "true" : undefined}>
              {t(departementFound(departementName(code), count))}
            </a>
          </li>
        ))}
      </ul>
      <p class="hint">{t(SEARCH.credit)}</p>
    </section>
  );
}

/** All that is no link, as one path. */
const emptyShapes = (counts: Props["counts"]): string =>
  MAINLAND_SHAPES.filter(({ code }) => !counts.has(code))
    .map(({ path }) => path)
    .join("");

function Departement({ shape, counts, chosen, hrefOf }: Props & { readonly shape: Shape }) {
  const t = useText();
  const { code, path } = shape;
  const count = counts.get(code);
  if (count === undefined) return null;
  const name = t(departementFound(departementName(code), count));
  return (
    <a href={hrefOf(code)} aria-label={name} aria-current={code === chosen ? "true" : undefined}>
      <title>{name}</title>
      <path class={count > 4 ? "many" : "some"} d={path} />
    </a>
  );
}
