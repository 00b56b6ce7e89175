// SPDX-License-Identifier: Apache-2.0
// One row of the library's list: picture, name, architecture, state in shape, word and colour.
#pragma once

#include <QStyledItemDelegate>

namespace vitrine::frontends::qt {

// Thread: ui.
class MachineDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace vitrine::frontends::qt
