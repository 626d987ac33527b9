import "./kit-mark.css";

/** 礼盒 ×3 before its parts, or 组合 where a kit is still one line. */
export function KitMark(props: { readonly children: string }) {
  return <span className="kit-mark">{props.children}</span>;
}
