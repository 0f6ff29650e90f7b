"""How Gradio's own parts look: the colours and fonts of the page."""

from __future__ import annotations

import gradio as gr

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")

THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.blue,
    neutral_hue=gr.themes.colors.stone,
    radius_size=gr.themes.sizes.radius_md,
    font=SANS,
    font_mono=MONO,
).set(
    body_background_fill="#f4f3ef",
    body_background_fill_dark="#101216",
    body_text_color="#1b1f26",
    body_text_color_dark="#e6e4df",
    block_background_fill="transparent",
    block_background_fill_dark="transparent",
    block_label_text_color="#5a616e",
    block_title_text_color="#5a616e",
    block_title_text_color_dark="#a3a9b5",
    block_label_text_color_dark="#a3a9b5",
    border_color_primary="#dddad2",
    border_color_primary_dark="#30353d",
    border_color_accent="#154273",
    border_color_accent_dark="#92bdec",
    input_background_fill="#ffffff",
    input_background_fill_dark="#191c21",
    input_background_fill_focus="#ffffff",
    input_background_fill_focus_dark="#191c21",
    input_border_color="#c9c5bb",
    input_border_color_dark="#454b55",
    input_border_color_focus="#154273",
    input_border_color_focus_dark="#92bdec",
    input_border_width="1px",
    input_placeholder_color="#6b7280",
    input_placeholder_color_dark="#8d94a1",
    button_primary_background_fill="#154273",
    button_primary_background_fill_dark="#92bdec",
    button_primary_background_fill_hover="#0f3157",
    button_primary_background_fill_hover_dark="#aecff3",
    button_primary_border_color="#154273",
    button_primary_border_color_dark="#92bdec",
    button_primary_border_color_hover="#0f3157",
    button_primary_border_color_hover_dark="#aecff3",
    button_primary_text_color="#ffffff",
    button_primary_text_color_dark="#10202f",
    button_primary_text_color_hover="#ffffff",
    button_primary_text_color_hover_dark="#10202f",
    button_secondary_background_fill="transparent",
    button_secondary_background_fill_dark="transparent",
    button_secondary_background_fill_hover="#ffffff",
    button_secondary_background_fill_hover_dark="#191c21",
    button_secondary_border_color="#c9c5bb",
    button_secondary_border_color_dark="#454b55",
    button_secondary_text_color="#1b1f26",
    button_secondary_text_color_dark="#e6e4df",
    button_border_width="1px",
    loader_color="#154273",
    loader_color_dark="#92bdec",
)
"""System fonts only, so nothing is fetched. The same colours stand in ``static/page.css``."""
