// SPDX-License-Identifier: Apache-2.0
// The icon engine: QtSvg does not resolve currentColor, so the colour is put into the text before it is rendered.
#include "frontends/qt/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void load_icon_resources() { Q_INIT_RESOURCE(icons); }  // outside any namespace: the macro declares a function

namespace vitrine::frontends::qt {

namespace {

QByteArray read_svg(const QString& name) {
  load_icon_resources();
  QFile file{QStringLiteral(":/icons/%1.svg").arg(name)};
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

QPixmap render(const QByteArray& svg, QSize device_size) {
  QPixmap pixmap{device_size};
  pixmap.fill(Qt::transparent);
  QPainter painter{&pixmap};
  QSvgRenderer{svg}.render(&painter, QRectF{QPointF{}, QSizeF{device_size}});
  return pixmap;
}

QPixmap coloured_pixmap(const QString& name, QSize device_size, QColor colour) {
  const QString key = QStringLiteral("vitrine/%1/%2x%3/%4").arg(name).arg(device_size.width()).arg(device_size.height()).arg(colour.name());
  QPixmap pixmap;
  if (!QPixmapCache::find(key, &pixmap)) {
    pixmap = render(read_svg(name).replace("currentColor", colour.name().toLatin1()), device_size);
    QPixmapCache::insert(key, pixmap);
  }
  return pixmap;
}

// Thread: ui.
class TokenIconEngine final : public QIconEngine {
 public:
  TokenIconEngine(QString name, QRgb Tokens::* colour) : name_{std::move(name)}, colour_{colour} {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    const qreal ratio = painter->device()->devicePixelRatioF();
    painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return coloured_pixmap(name_, size, colour_of(mode)); }
  // Qt 6.4 gives the size in device pixels already.
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal) override {
    return coloured_pixmap(name_, size, colour_of(mode));
  }
  QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
  QString key() const override { return QStringLiteral("vitrine"); }
  QIconEngine* clone() const override { return new TokenIconEngine{*this}; }

 private:
  QColor colour_of(QIcon::Mode mode) const {
    const Tokens& tokens = tokens_for(QGuiApplication::palette());
    return QColor{mode == QIcon::Disabled ? tokens.disabled : tokens.*colour_};
  }

  QString name_;
  QRgb Tokens::* colour_;
};

}  // namespace

QIcon make_icon(const QString& name, QRgb Tokens::* colour) { return QIcon{new TokenIconEngine{name, colour}}; }

QPixmap icon_pixmap(const QString& name, int size, qreal device_ratio, QColor colour) {
  QPixmap pixmap = coloured_pixmap(name, QSize{size, size} * device_ratio, colour);
  pixmap.setDevicePixelRatio(device_ratio);
  return pixmap;
}

QIcon program_icon() {
  QIcon icon;
  const QByteArray svg = read_svg(QStringLiteral("vitrine"));
  for (const int size : {16, 24, 32, 48, 64, 96, 128}) icon.addPixmap(render(svg, {size, size}));
  return icon;
}

}  // namespace vitrine::frontends::qt
