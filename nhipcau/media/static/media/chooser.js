// The chosen asset shows as a picture, in plain forms and in the blocks of a page. Stands on Wagtail's own chooser.
(() => {
  if (!window.Chooser || window.AssetChooser) return;
  window.AssetChooser = class AssetChooser extends window.Chooser {
    initHTMLElements(id) {
      super.initHTMLElements(id);
      this.picture = this.chooserElement.querySelector('[data-chooser-image]');
    }

    getStateFromHTML() {
      const state = super.getStateFromHTML();
      if (state && this.picture) state.preview = this.picture.getAttribute('src') || '';
      return state;
    }

    renderState(state) {
      super.renderState(state);
      if (!this.picture) return;
      if (state.preview) this.picture.setAttribute('src', state.preview);
      this.picture.hidden = !state.preview;
    }
  };
  const Factory = window.telepath?.constructors?.['wagtail.admin.widgets.Chooser'];
  if (Factory) {
    window.telepath.register('nhipcau.media.AssetChooser', class extends Factory {
      widgetClass = window.AssetChooser;
    });
  }
})();
